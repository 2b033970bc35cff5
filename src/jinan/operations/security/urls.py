from django.urls import path

from jinan.operations.security.views import accounts, home, keys, log, reads, rights

ONE = "security/accounts/<uuid:uid>/"

urlpatterns = [
    path("security/", home.home),
    path("security/node/", home.node),
    path("security/log/", log.search),
    path("security/log/export/", log.export),
    path("security/log/<int:epoch>-<int:tx>-<int:seq>/", log.entry),
    path("security/log/records/<uuid:uid>/", log.record),
    path("security/reads/", reads.reads_of_personal_data),
    path("security/reads.csv", reads.export_reads),
    path("security/keys/", keys.listing),
    path("security/keys/<uuid:uid>/revoke/", keys.revoke),
    path("security/seals/", log.seals),
    path("security/seals/verify/", log.verify),
    path("security/accounts/", accounts.listing),
    path("security/accounts.csv", accounts.export),
    path("security/accounts/new/", accounts.invite),
    path(ONE, accounts.detail),
    path(f"{ONE}manage/<slug:deed>/", accounts.manage),
    path(f"{ONE}rights/<slug:deed>/", accounts.rights),
    path(f"{ONE}sessions/end/", accounts.end_sessions),
    path(f"{ONE}tokens/end/", accounts.end_tokens),
    path("security/sessions/", accounts.sessions),
    path("security/suggest/<slug:what>/", accounts.suggest),
    path("security/why/", rights.explain),
    path("security/why.csv", rights.export_who_sees),
    path("security/erasure/", rights.erasure),
    path("security/requests/", rights.requests),
    path("security/requests/<uuid:uid>/refuse/", rights.refuse),
    path("security/sign-ups/", rights.sign_ups),
]
