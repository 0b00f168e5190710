"""``xunjian report``: documents from what the store holds."""

import click

from agent.cli import say
from agent.commands.approval import command as approval
from agent.commands.report_call import customer, restock, survey, visit
from agent.commands.report_holiday import holiday
from agent.commands.report_record import duties, fault, service
from agent.commands.report_rounds import confirmation, hardening, quarterly, security, signing
from agent.commands.report_times import daily, year
from config.text import _


@click.group(
    name="report",
    help=say(_("Write a document from what the store holds. That of an upgrade is written by xunjian verify --out.")),
)
def command() -> None:
    """Hold the subcommands."""


for _one in (quarterly, security, signing, hardening, confirmation, holiday, approval):
    command.add_command(_one)
for _one in (fault, service, restock, survey, visit, duties, daily, year, customer):
    command.add_command(_one)
