"""Whatever a form of the desk does, a program can do: each of the desk's forms beside the operation that is the same.

A form that is added to the desk wants its operation here, or the reason why programs do without.
"""

from desk.api.app import ROOMS as API_ROOMS
from desk.app import ROOMS

PAIRS = {
    "/assignments/{assignment_id:int}/do/{trigger}": {"move", "move_many"},
    "/assignments/bulk": {"move_many"},
    "/assignments/bulk/do": {"move_many"},
    "/assignments/bulk/undo": {"undo"},
    "/my/assignments/{assignment_id:int}/report": {"move"},
    "/my/assignments/{assignment_id:int}/do/{trigger}": {"move"},
    "/my/unchanged": {"move"},
    "/items/{item_id:int}/control/{change}": {"turn_control"},
    "/items/{item_id:int}/roll-up": {"turn_roll_up"},
    "/items/{item_id:int}/date": {"give_date"},
    "/items/{item_id:int}/open": {"open_occurrence"},
    "/items/{item_id:int}/next-year": {"carry_on"},
    "/next-year": {"carry_on"},
    "/plans/{plan_id:int}/packages": {"begin_package"},
    "/plans/{plan_id:int}/operator": {"name_operator"},
    "/plans/{plan_id:int}/ladder": {"set_ladder"},
    "/plans/{plan_id:int}/ladder/steps": {"set_ladder"},
    "/packages/{package_id:int}/assemble": {"assemble_package"},
    "/packages/{package_id:int}/steps/{step}": {"take_package_step"},
    "/packages/{package_id:int}/addendum": {"supplement_package"},
    "/packages/{package_id:int}/send": {"send_package"},
    "/import": {"bring_order_in"},
    "/import/{draft_id:int}/accept": {"settle_draft"},
    "/import/{draft_id:int}/order": {"settle_draft"},
    "/import/{draft_id:int}/name": {"settle_draft"},
    "/import/{draft_id:int}/names": {"settle_draft"},
    "/import/{draft_id:int}/roster": {"settle_draft", "change_roster"},
    "/import/{draft_id:int}/items/{number:int}": {"settle_draft"},
    "/import/{draft_id:int}/items/{number:int}/leave-out": {"settle_draft"},
    "/import/{draft_id:int}/items/{number:int}/split": {"settle_draft"},
    "/import/{draft_id:int}/sheet": {"settle_draft"},
    "/import/{draft_id:int}/sheet/confirm": {"settle_draft"},
    "/import/{draft_id:int}/undo": {"take_settlement_back"},
    "/import/{draft_id:int}/drop": {"drop_draft"},
    "/import/{draft_id:int}/control": {"put_under_control"},
    "/letters/decide": {"decide_letters"},
    "/roster/import": {"change_roster"},
    "/roster/import/confirm": {"change_roster"},
    "/roster/people/{person_id:int}": {"change_person"},
    "/roster/people/{person_id:int}/retire": {"retire_person"},
    "/roster/people/{person_id:int}/links/revoke": {"revoke_person_links"},
    "/roster/people/{person_id:int}/delegations/{delegation_id:int}/end": {"end_delegation"},
    "/roster/people/{person_id:int}/delegations": {"delegate"},
    "/roster/people/{person_id:int}/substitute": {"substitute_person"},
    "/roster/people/{person_id:int}/substitute/end": {"end_substitution"},
    "/roster/organizations/{organization_id:int}/rename": {"rename_organization"},
    "/roster/organizations/{organization_id:int}/merge": {"merge_organization"},
    "/house/people/role": {"hand_role_over"},
    "/house/mail": {"switch_mail"},
}
"""By the path of a form: the operations that do the same."""

OF_PEOPLE_ALONE = {
    "/sign-in": "a program has a token",
    "/sign-out": "a program has a token",
    "/welcome/{token}": "a password is chosen by a person",
    "/house/people/invite": "opens the desk to somebody: a token that was stolen must not make itself another way in",
    "/house/people/administrator": "the same",
    "/house/people/sign-out": "the same: it could keep those out who would revoke it",
    "/roster/people/{person_id:int}/link": "the same",
    "/house/test-letter": "a letter to whoever looks whether it came",
    "/house/backups": "is work of the machine: `srok backup`",
    "/account/password": "a password is chosen by a person",
    "/account/sessions/end": "is of whoever signed in",
    "/account/tokens": "a token that was stolen must not make itself another",
    "/account/tokens/{token_id:int}/revoke": "the same: it could leave its owner without the others",
    "/account/links/revoke": "is of whoever signed in",
    "/views": "is how a person's own table looks",
    "/views/rename": "the same",
    "/views/remove": "the same",
    "/my/assignments/{assignment_id:int}/draft": "is a form that is not filled in yet",
    "/my/assignments/{assignment_id:int}/draft/files/{file_id:int}/remove": "the same",
}
"""Forms that have no operation, and why."""


def of_method(rooms, method):
    return [route for room in rooms for route in room.routes if method in route.methods]


def test_every_form_of_the_desk_has_its_operation_or_a_reason():
    forms = {route.path for route in of_method(ROOMS, "POST")}
    assert forms == PAIRS.keys() | OF_PEOPLE_ALONE.keys()
    assert not PAIRS.keys() & OF_PEOPLE_ALONE.keys()


def test_the_operations_are_those_that_there_are():
    there = {route.operation_id for route in of_method(API_ROOMS, "POST")}
    assert set().union(*PAIRS.values()) == there


def test_whoever_may_send_a_form_may_ask_for_its_operation():
    operations = {route.operation_id: route.may.name for route in of_method(API_ROOMS, "POST")}
    for form in of_method(ROOMS, "POST"):
        wider = {"sees the assignment": "concerned", "executes": "concerned"}.get(form.may.name, form.may.name)
        for name in PAIRS.get(form.path, ()):
            assert operations[name] in {wider, *LOOSER.get(form.path, ())}, (form.path, operations[name])


LOOSER = {
    "/assignments/{assignment_id:int}/do/{trigger}": {"signed in"},
    "/assignments/bulk": {"signed in"},
    "/assignments/bulk/do": {"signed in"},
    "/assignments/bulk/undo": {"signed in"},
    "/my/unchanged": {"concerned"},
    "/next-year": {"sees the item"},
    "/import/{draft_id:int}/roster": {"sees the draft", "administrator"},
    "/roster/people/{person_id:int}/delegations/{delegation_id:int}/end": {"supervisor"},
}
"""Where an operation is asked for otherwise: of assignments whatever they are, each judged by itself; of one item."""


def test_every_operation_is_described_for_a_stranger():
    for route in [*of_method(API_ROOMS, "GET"), *of_method(API_ROOMS, "POST")]:
        assert len(route.description.split()) >= 3, route.path
