"""`gongkai organisations administrator`: administrators' accounts are opened on the server only (三员分立)."""

import argparse


def add(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = sub.add_parser("organisations", help="机构与人员").add_subparsers(dest="organisations", required=True)
    one = parser.add_parser("administrator", help="开立系统、安全或者审计管理员账号")
    one.add_argument("role", choices=["system", "security", "audit"], metavar="ROLE", help="system、security 或 audit")
    one.add_argument("username", metavar="USERNAME", help="账号")
    one.add_argument("name", metavar="NAME", help="姓名")
    one.set_defaults(run=_administrator, database=True)


def _administrator(args: argparse.Namespace) -> int:
    from gongkai import ledger
    from gongkai.organisations import access, actions

    password = access.one_time_password()
    user = actions.open_account(
        username=args.username,
        name=args.name,
        password=password,
        admin_role=args.role,
        must_change_password=True,
        by=ledger.SYSTEM,
    )
    print(f"已开立{user.get_admin_role_display()}账号“{user.username}”，一次性密码：{password}（首次登录须更改）。")
    return 0
