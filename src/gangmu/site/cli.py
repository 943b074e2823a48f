"""The command `gangmu`. Refusals are one sentence on standard error and exit status 2."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="纲目：读懂五年规划，并把它运行起来。",
)
ledger = typer.Typer(no_args_is_help=True, help="台账：核验、封存、导出锚点。")
app.add_typer(ledger, name="ledger")

Port = Annotated[int, typer.Option(help="端口。", min=1, max=65535)]
Host = Annotated[str, typer.Option(help="监听地址。")]


@app.command()
def read(
    file: Annotated[Path, typer.Argument(help="规划文件：.docx、.pdf、.txt 或 .md。")],
    json: Annotated[bool, typer.Option("--json", help="输出 JSON。")] = False,
) -> None:
    """读一份规划文件，显示结构；不用数据库。"""
    from gangmu.core.reader import read_file
    from gangmu.site.reading import print_json, print_tree

    (print_json if json else print_tree)(read_file(file))


@app.command()
def compare(
    old: Annotated[Path, typer.Argument(help="旧文件，如框架。")],
    new: Annotated[Path, typer.Argument(help="新文件，如纲要。")],
    json: Annotated[bool, typer.Option("--json", help="输出 JSON。")] = False,
) -> None:
    """逐段比较两份规划文件：相同、改动、移动、新增、删去；不用数据库。"""
    from gangmu.site.comparing import compare_files, print_json, print_rows

    (print_json if json else print_rows)(compare_files(old, new))


@app.command()
def init(
    district: Annotated[str, typer.Option(help="区县资料目录名，如 lvyuan。")],
    administrator: Annotated[str, typer.Option(help="系统管理员的登录名。", prompt="管理员登录名")],
    password: Annotated[
        str,
        typer.Option(help="管理员密码，至少 10 位。", prompt="管理员密码", hide_input=True, confirmation_prompt=True),
    ],
) -> None:
    """建一个正式使用的库：表、部门名录、区域和一名系统管理员。"""
    from gangmu.site.installing import install_live

    install_live(district, administrator, password)


@app.command()
def load(file: Annotated[Path, typer.Argument(help="规划文件：.docx、.pdf、.txt 或 .md。")]) -> None:
    """把一份规划读进在用的库；已有同名规划时成为它的新版本。"""
    from gangmu.site.installing import load_into

    load_into(file)


@app.command()
def demo(
    plan: Annotated[Path | None, typer.Option(help="规划文件；不给则用自带样例。")] = None,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    serve: Annotated[bool, typer.Option(help="建好后即开始服务。")] = True,
) -> None:
    """建好演示库，读入规划，开始服务，并打印网址和账号。"""
    from gangmu.site.demo import prepare
    from gangmu.site.serving import free, run

    if serve:
        free(host, port)
    account = prepare(plan)
    if serve:
        run(host, port, note=account)
    else:
        typer.echo(account)


@app.command()
def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """开始服务：网页与后台任务。"""
    from gangmu.site.serving import run

    run(host, port)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []})
def manage(context: typer.Context) -> None:
    """Django 的管理命令，如 gangmu manage check --deploy。"""
    from gangmu.site.start import django_ready

    django_ready()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["gangmu manage", *context.args])


@ledger.command()
def verify(
    anchor: Annotated[Path | None, typer.Option(help="以前导出、存放在别处的锚点文件。")] = None,
) -> None:
    """核验全部台账和封存；发现第一处改动即指出，退出码 1。"""
    from gangmu.site.ledger import verify as run_verify

    raise typer.Exit(run_verify(anchor))


@ledger.command()
def seal() -> None:
    """立即封存尚未封存的台账。"""
    from gangmu.site.ledger import seal as run_seal

    run_seal()


@ledger.command(name="anchor")
def export_anchor() -> None:
    """打印最近一次封存的锚点（JSON），供存放在系统之外。"""
    from gangmu.site.ledger import anchor as run_anchor

    run_anchor()


def main() -> None:
    """Runs the command; what a user can mend is said in one sentence, everything else is a bug and shows its trace."""
    from gangmu.core.refusal import Refusal

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # an end in order: the last one out stops the database
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gangmu.site.settings")
    try:
        app()
    except Refusal as refusal:
        typer.secho(str(refusal), err=True, fg="red")
        sys.exit(2)


if __name__ == "__main__":
    main()
