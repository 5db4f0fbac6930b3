"""Log-in: our pages, kept `next`, rate limits in Chinese, second factor and own password first, demo accounts."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from gongkai.ledger.queries import history
from gongkai.organisations import access
from gongkai.testing import PASSWORD

pytestmark = pytest.mark.django_db
ENGLISH = re.compile(r">[^<>{}]*[A-Za-z]{4,}[^<>]*<")


def enter(client: Client, username: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/desk/login/", {"login": username, "password": password, **more})


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_the_page_keeps_where_one_wanted_to_go(county: Any) -> None:
    client = Client()
    page = client.get("/desk/login/?next=/desk/rules/%3Fq%3Dfoi").content.decode()
    assert 'name="next" value="/desk/rules/?q=foi"' in page and "记住" not in page
    response = enter(client, "department-drafter", next="/desk/rules/?q=foi")
    assert response.status_code == 302 and response.url == "/desk/rules/?q=foi"
    assert client.session.get_expire_at_browser_close()


def test_a_foreign_next_is_not_followed(county: Any) -> None:
    assert enter(Client(), "department-drafter", next="https://evil.example/").url == "/desk/"


def test_wrong_words_are_answered_in_chinese_and_do_not_tell_accounts_apart(county: Any) -> None:
    pages = [enter(Client(), name, "wrong").content.decode() for name in ("department-drafter", "nobody")]
    assert all("账号或密码不正确" in page for page in pages)


def test_too_many_attempts_are_stopped_with_a_clear_message(county: Any) -> None:
    client = Client()
    for _ in range(5):
        enter(client, "department-drafter", "wrong")
    assert "请五分钟后再试" in enter(client, "department-drafter").content.decode()
    for _ in range(40):
        response = client.post("/desk/login/", {"login": "x", "password": "y"})
    assert response.status_code == 429 and "暂时不再受理" in response.content.decode()


@pytest.mark.parametrize("path", ["signup/", "password/reset/", "email/", "password/set/", "confirm-email/"])
def test_what_has_no_place_here_is_not_found(county: Any, path: str) -> None:
    client = Client()
    assert client.get(f"/desk/account/{path}").status_code == 404
    client.force_login(county["drafter"])
    assert client.get(f"/desk/account/{path}").status_code == 404


def test_allauths_own_log_in_page_leads_to_ours() -> None:
    response = Client().get("/desk/account/login/?next=/desk/rules/")
    assert response.status_code == 302 and response.url == "/desk/login/?next=/desk/rules/"


def test_a_closed_account_cannot_log_in(county: Any) -> None:
    user = county["drafter"]
    user.is_active = False
    user.save()
    client = Client()
    enter(client, user.username)
    assert client.get("/desk/").status_code == 302


def test_log_out(county: Any) -> None:
    client = Client()
    client.force_login(county["drafter"])
    assert "退出后" in client.get("/desk/logout/").content.decode()
    assert client.post("/desk/logout/").url == "/desk/login/"
    assert client.get("/desk/").status_code == 302


def test_a_one_time_password_must_be_changed_before_anything_else(county: Any) -> None:
    user = county["drafter"]
    password = access.reset_password(user=user, by=county.administrators["system"], reason="忘记")
    client = Client()
    assert enter(client, user.username, password).status_code == 302
    for path in ("/desk/", "/desk/records/", "/desk/account/", "/admin/"):
        assert client.get(path).url == "/desk/account/password/change/"
    form = {"oldpassword": password, "password1": password, "password2": password}
    assert "不能与原密码相同" in client.post("/desk/account/password/change/", form).content.decode()
    form |= {"password1": "brown cow 2026 moon", "password2": "brown cow 2026 moon"}
    assert client.post("/desk/account/password/change/", form).url == "/desk/"
    assert client.get("/desk/").status_code == 200
    user.refresh_from_db()
    assert not user.must_change_password and history(user).last().act == "organisations.password_changed"


def test_the_second_factor_comes_first_where_it_is_required(county: Any, settings: Any) -> None:
    settings.STAFF_TOTP_REQUIRED = True
    client = Client()
    assert enter(client, "department-drafter", next="/desk/rules/").url == "/desk/rules/"
    assert client.get("/desk/rules/").url == "/desk/account/totp/activate/"
    page = client.get("/desk/account/totp/activate/").content.decode()
    secret = re.search(r'class="secret">([A-Z2-7]+)<', page)
    assert secret and 'src="data:image/svg+xml;base64,' in page and "示范县人民政府" in page
    wrong = client.post("/desk/account/totp/activate/", {"code": "000000"}).content.decode()
    assert "动态口令不正确" in wrong
    secret = re.search(r'class="secret">([A-Z2-7]+)<', wrong)
    assert secret
    response = client.post("/desk/account/totp/activate/", {"code": code(secret[1])})
    assert response.url == "/desk/account/recovery-codes/"
    assert "恢复代码" in client.get(response.url).content.decode()
    assert client.get("/desk/rules/").status_code == 200
    kept = Authenticator.objects.get(type="totp")
    assert secret[1] not in json.dumps(kept.data), "the secret lies encrypted"
    assert "不能自行解除" in client.get("/desk/account/totp/deactivate/").content.decode()
    second = Client()
    assert enter(second, "department-drafter", next="/desk/rules/").url.startswith("/desk/account/authenticate/")
    assert "输入动态口令" in second.get("/desk/account/authenticate/").content.decode()
    assert second.get("/desk/").status_code == 302
    spare = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    assert second.post("/desk/account/authenticate/", {"code": spare}).url == "/desk/rules/"
    assert second.get("/desk/rules/").status_code == 200


def test_account_pages_are_in_chinese(county: Any) -> None:
    client = Client()
    enter(client, "department-drafter")
    paths = ["", "password/change/", "totp/activate/", "sessions/", "reauthenticate/"]
    for path in paths:
        response = client.get(f"/desk/account/{path}")
        assert response.status_code == 200, path
        main = response.content.decode().partition("<main")[2].partition("</main>")[0]
        words = [
            found for found in ENGLISH.findall(main) if not re.search(r"department-drafter|TOTP|[A-Z2-7]{32}", found)
        ]
        assert words == [], path


def test_the_demonstration_offers_its_accounts(county: Any, settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    (tmp_path / "demo").mkdir()
    facts = {
        "password": PASSWORD,
        "accounts": [{"account": "department-drafter", "role": "经办人", "agency": "县财政局"}],
    }
    (tmp_path / "demo" / "accounts.json").write_text(json.dumps(facts), encoding="utf-8")
    settings.DEMO = False
    assert PASSWORD not in Client().get("/desk/login/?account=department-drafter").content.decode()
    settings.DEMO = True
    page = Client().get("/desk/login/?next=/desk/rules/").content.decode()
    assert "演示系统" in page and "县财政局 经办人" in page and PASSWORD not in page
    assert "?account=department-drafter&amp;next=/desk/rules/" in page
    filled = Client().get("/desk/login/?account=department-drafter").content.decode()
    assert f'value="{PASSWORD}"' in filled and 'value="department-drafter"' in filled
    assert PASSWORD not in Client().get("/desk/login/?account=department-principal").content.decode()
    (tmp_path / "demo" / "accounts.json").write_text("{broken")
    assert Client().get("/desk/login/").status_code == 200
