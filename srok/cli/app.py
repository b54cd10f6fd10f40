"""The tree of commands. What they do lives beside, a file for each subject: this is only the list."""

import typer

from srok.cli import backups as backup_commands
from srok.cli import (
    bulk,
    control,
    desk,
    draft_sheets,
    drafts,
    health,
    house,
    ladder,
    lists,
    mail,
    orders,
    outside,
    package,
    package_drafting,
    package_life,
    package_lists,
    people,
    runs,
    settling,
    work,
)
from srok.cli import letters as letter_commands
from srok.cli import links as link_commands
from srok.cli import roster as roster_commands
from srok.cli import tokens as token_commands

app = typer.Typer(
    name="srok",
    help="Sees that an approved action plan is carried out: reads the order, moves its items, chases, reports.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # importing rich costs more than the whole answer
)

roster = typer.Typer(no_args_is_help=True, help="The organizations and the addresses letters go to.")
roster.command("import")(roster_commands.import_roster)
roster.command("export")(roster_commands.export_roster)
roster.command("list")(roster_commands.list_roster)
roster.command("rename")(roster_commands.rename_organization)
roster.command("merge")(roster_commands.merge_organizations)
roster.command("retire")(roster_commands.retire_person)
roster.command("administrator")(people.administrator)

delegate = typer.Typer(no_args_is_help=True, help="Who reports for an organization beside its own people.")
delegate.command("give")(people.give_delegation)
delegate.command("end")(people.end_delegation)
delegate.command("list")(people.list_delegations)

draft = typer.Typer(no_args_is_help=True, help="Orders as read, kept to settle their problems.")
draft.command("keep")(drafts.keep)
draft.command("list")(drafts.list_drafts)
draft.command("show")(drafts.show)
draft.command("set")(settling.set_values)
draft.command("accept")(settling.accept)
draft.command("drop")(settling.drop)
draft.command("split")(settling.split)
draft.command("undo")(drafts.undo)
draft.command("confirm")(drafts.confirm)
draft.command("export")(draft_sheets.export)
draft.command("import")(draft_sheets.bring_back)

letters = typer.Typer(invoke_without_command=True, callback=letter_commands.letters)
letters.command("show")(letter_commands.show)
letters.command("retry")(letter_commands.retry)
letters.command("cancel")(letter_commands.cancel)
letters.command("hold")(letter_commands.hold)
letters.command("release")(letter_commands.release)
letters.command("relay")(letter_commands.relay)
letters.command("bounce")(letter_commands.bounce)
letters.command("check-templates")(letter_commands.check_templates)

mails = typer.Typer(no_args_is_help=True, help="Whether letters leave: off until somebody switches it on.")
mails.command("on")(mail.on)
mails.command("off")(mail.off)
mails.command("status")(mail.status)

links = typer.Typer(no_args_is_help=True, help="The links that letters carry.")
links.command("list")(link_commands.list_links)
links.command("issue")(link_commands.issue_link)
links.command("revoke")(link_commands.revoke_links)

backup = typer.Typer(no_args_is_help=True, help="Backups of the database and the folders of documents and packages.")
backup.command("make")(backup_commands.make)
backup.command("list")(backup_commands.list_backups)

tokens = typer.Typer(no_args_is_help=True, help="The tokens by which scripts ask the desk's API.")
tokens.command("issue")(token_commands.issue_token)
tokens.command("list")(token_commands.list_tokens)
tokens.command("revoke")(token_commands.revoke_tokens)

ladders = typer.Typer(no_args_is_help=True, help="Who is told what and when, as data stored with a plan.")
ladders.command("show")(ladder.show_ladder)
ladders.command("export")(ladder.export_ladder)
ladders.command("set")(ladder.set_ladder)

plan = typer.Typer(no_args_is_help=True, help="A plan's letters silent for a while; where its packages go.")
plan.command("pause")(ladder.pause)
plan.command("resume")(ladder.resume)
plan.command("operator")(package_lists.operator)

packages = typer.Typer(no_args_is_help=True, help="Reporting packages: assembled, signed, sent, answered.")
packages.command("list")(package_lists.list_packages)
packages.command("show")(package_lists.show)
packages.command("collect")(package_drafting.collect)
packages.command("assemble")(package_drafting.assemble)
packages.command("sign")(package_life.sign)
packages.command("withdraw")(package_life.withdraw)
packages.command("send")(package_life.send)
packages.command("recall")(package_life.recall)
packages.command("accepted")(package_life.accepted)
packages.command("returned")(package_life.returned)
packages.command("addendum")(package_drafting.addendum)
packages.command("verify")(package.verify)
packages.command("check-templates")(package.check_templates)

desks = typer.Typer(no_args_is_help=True, help="The desk in a browser.")
desks.command("serve")(desk.serve)
desks.command("invite")(desk.invite)

database = typer.Typer(no_args_is_help=True, help="The database.")
database.command("upgrade")(house.upgrade)

app.command("import", rich_help_panel="Orders")(orders.import_order)
app.add_typer(draft, name="draft", rich_help_panel="Orders")
app.add_typer(roster, name="roster", rich_help_panel="Orders")
app.command("items", rich_help_panel="Work")(lists.items)
app.command("assignments", rich_help_panel="Work")(lists.assignments)
app.command("extensions", rich_help_panel="Work")(lists.extensions)
app.command("declined", rich_help_panel="Work")(lists.declined)
app.command("move", rich_help_panel="Work")(work.move)
app.command("bulk", rich_help_panel="Work")(bulk.bulk)
app.command("undo", rich_help_panel="Work")(bulk.undo)
app.command("due", rich_help_panel="Work")(work.due)
app.command("open", rich_help_panel="Work")(control.open_occurrence)
app.command("next-year", rich_help_panel="Work")(control.next_year)
app.command("control", rich_help_panel="Work")(control.control)
app.command("roll-up", rich_help_panel="Work")(control.roll_up)
app.command("history", rich_help_panel="Work")(work.history)
app.command("states", rich_help_panel="Work")(work.states)
app.add_typer(delegate, name="delegate", rich_help_panel="People")
app.command("plan-role", rich_help_panel="People")(people.plan_role)
app.add_typer(ladders, name="ladder", rich_help_panel="Chasing")
app.add_typer(plan, name="plan", rich_help_panel="Chasing")
app.command("calendar", rich_help_panel="Chasing")(ladder.calendar)
app.command("escalate", rich_help_panel="Flows")(runs.escalate)
app.command("deliver", rich_help_panel="Flows")(runs.deliver)
app.add_typer(letters, name="letters", rich_help_panel="Flows")
app.add_typer(mails, name="mail", rich_help_panel="Flows")
app.add_typer(links, name="links", rich_help_panel="Flows")
app.command("assemble", rich_help_panel="Flows")(runs.assemble)
app.command("calendar-feed", rich_help_panel="Ways out")(outside.calendar_feed)
app.command("sheets", rich_help_panel="Ways out")(outside.sheets)
app.command("export", rich_help_panel="Ways out")(outside.export)
app.add_typer(packages, name="package", rich_help_panel="Flows")
app.command("up", rich_help_panel="The house")(house.up)
app.add_typer(desks, name="desk", rich_help_panel="The house")
app.add_typer(tokens, name="token", rich_help_panel="The house")
app.add_typer(backup, name="backup", rich_help_panel="The house")
app.command("doctor", rich_help_panel="The house")(health.doctor)
app.command("verify-history", rich_help_panel="The house")(house.verify_history)
app.command("demo", rich_help_panel="The house")(house.demo)
app.add_typer(database, name="db", rich_help_panel="The house")
