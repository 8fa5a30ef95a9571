"""A messy inventory becomes systems: file, code page, columns, check, the good rows."""

from __future__ import annotations

from django.conf import settings

from core.base import tenant
from landscape.models import System
from tests.factories import assessment as make

FILE = (
    "清河传动泰国工厂信息系统台账,,,,\n"
    "序号,系统名称,部署地点,年费用,状态\n"
    "1,人事HR,泰国 罗勇,12.5万,在用\n"
    "2,制造执行系统MES,总部,很多,停用\n"
).encode("gb18030")


def test_messy_inventory_is_imported(surfer, live_server, accessible, cast):
    with tenant(cast.organization.pk):
        make.processes()
        cast.people["project_owner"].language = "zh-hans"
        cast.people["project_owner"].save()
    page = surfer.open()
    cookie = cast.client("project_owner").cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    page.goto("/plants/johor-bahru/landscape/systems/import/")
    sent = {"name": "台账.csv", "mimeType": "text/csv", "buffer": FILE}
    page.set_input_files("input[type=file]", sent)
    page.get_by_role("button", name="检查文件").click()
    page.check("#encoding-gb18030")
    page.get_by_role("button", name="继续").click()
    page.get_by_role("combobox", name="状态").select_option(label="备注")
    page.mouse.move(0, 0)  # no button is on its way to another color
    accessible(page)
    page.get_by_role("button", name="继续").click()
    page.get_by_text("“很多”；应为").wait_for()
    accessible(page)
    page.get_by_role("button", name="导入1行无疑问的数据").click()
    page.get_by_text("已新增1个系统").first.wait_for()
    with tenant(cast.organization.pk):
        system = System.objects.get()
    assert (system.category, system.hosting_country, system.note) == ("HRIS", "TH", "在用")
    assert system.yearly_cost_amount == 125000
