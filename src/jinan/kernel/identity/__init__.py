"""Identity 身份与权限: accounts, assignments (role × territory × subject), scope of a request, sign-in (E7)."""
