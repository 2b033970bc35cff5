from django.urls import path

from jinan.kernel.identity.views import account, sign_in, welcome

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/code/", sign_in.sign_in_code, name="sign-in-code"),
    path("sign-in/new-password/", sign_in.new_password, name="new-password"),
    path("sign-in/passkey/question/", sign_in.passkey_question, name="sign-in-passkey-question"),
    path("sign-in/passkey/", sign_in.passkey_answer, name="sign-in-passkey"),
    path("sign-in/forgotten/", welcome.forgotten, name="forgotten"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("sign-up/", welcome.sign_up, name="sign-up"),
    path("welcome/", welcome.welcome_in, name="welcome-in"),
    path("welcome/<str:token>/", welcome.welcome, name="welcome"),
    path("account/", account.account, name="account"),
    path("account/prove/", account.prove, name="prove"),
    path("account/password/", account.change_password, name="change-password"),
    path("account/sessions/end/", account.end_other_sessions, name="end-other-sessions"),
    path("account/sessions/<int:pk>/end/", account.end_session, name="end-session"),
    path("account/authenticator/", account.authenticator, name="authenticator"),
    path("account/recovery-codes/", account.recovery_codes, name="recovery-codes"),
    path("account/passkeys/question/", account.passkey_question, name="passkey-question"),
    path("account/passkeys/", account.passkey_answer, name="passkey-add"),
    path("account/passkeys/<int:pk>/remove/", account.remove_passkey, name="passkey-remove"),
]
