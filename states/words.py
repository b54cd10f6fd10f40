"""Triggers, states, roles and refusals in words, Russian and English: the one table for all who speak to people.

Data only, nothing here judges. Command line, letters, packages and the desk take their words for codes from here.
"""

from collections.abc import Mapping

from states.as_of import UNDO
from states.assignment import RemovalReason, State
from states.control import Control
from states.draft import PlanRoleName
from states.life import Role
from states.package import PackageState
from states.sentence import Words

STATES: Mapping[str, Words] = {
    State.ASSIGNED: Words("поручено", "assigned"),
    State.IN_PROGRESS: Words("в работе", "in progress"),
    State.REPORTED: Words("отчёт ждёт приёмки", "reported, waits for review"),
    State.RETURNED: Words("возвращено на доработку", "sent back"),
    State.ACCEPTED: Words("принято", "accepted"),
    State.POSTPONED: Words("отложено", "postponed"),
    State.REMOVED: Words("снято с контроля", "removed from control"),
}

TRIGGERS: Mapping[str, Words] = {
    "start": Words("взять в работу", "take into work"),
    "report": Words("отчитаться", "report what was done"),
    "recall": Words("отозвать отчёт", "take the report back"),
    "send_back": Words("вернуть на доработку", "send the report back"),
    "accept": Words("принять отчёт", "accept the report"),
    "accept_directly": Words("принять без отчёта", "accept what was done outside the system"),
    "reopen": Words("вернуть на контроль", "reopen what was accepted"),
    "postpone": Words("отложить", "postpone"),
    "resume": Words("возобновить", "resume what was postponed"),
    "remove": Words("снять с контроля", "remove from control"),
    "restore": Words("восстановить на контроле", "restore to control"),
    "ask_extension": Words("попросить продлить срок", "ask for a later date"),
    "withdraw_extension": Words("отозвать просьбу о продлении", "withdraw the request for a later date"),
    "grant_extension": Words("продлить срок по просьбе", "grant the later date"),
    "refuse_extension": Words("отказать в продлении", "refuse the later date"),
    "extend": Words("продлить срок", "set a later date unasked"),
    "set_due_date": Words("назначить срок", "give a first date"),
    "decline": Words("сообщить, что поручение не по адресу", "say that it is not addressed to them"),
    "uphold": Words("оставить поручение за исполнителем", "uphold what was declined"),
    "remind": Words("напомнить", "remind by letter"),
    "comment": Words("добавить примечание", "leave a comment"),
    UNDO: Words("отменить последнее действие", "undo the last bulk step"),
}

DONE: Mapping[str, Words] = {
    "start": Words("взято в работу", "taken into work"),
    "report": Words("представлен отчёт", "reported"),
    "recall": Words("отчёт отозван", "report taken back"),
    "send_back": Words("возвращено на доработку", "sent back"),
    "accept": Words("принято", "accepted"),
    "accept_directly": Words("принято без отчёта", "accepted without a report"),
    "reopen": Words("возобновлён контроль", "reopened"),
    "postpone": Words("отложено", "postponed"),
    "resume": Words("возобновлено", "resumed"),
    "remove": Words("снято с контроля", "removed from control"),
    "restore": Words("восстановлено на контроле", "restored to control"),
    "ask_extension": Words("исполнитель просил продлить срок", "the executor asked for a later date"),
    "withdraw_extension": Words("просьба о продлении отозвана", "the request for a later date was withdrawn"),
    "grant_extension": Words("срок продлён по просьбе исполнителя", "the later date was granted"),
    "refuse_extension": Words("в продлении отказано", "the later date was refused"),
    "extend": Words("срок продлён", "a later date was set"),
    "set_due_date": Words("назначен срок", "a date was set"),
    "decline": Words(
        "исполнитель сообщил, что поручение не по адресу", "the executor said that it is not addressed to them"
    ),
    "uphold": Words("поручение оставлено за исполнителем", "it stays with the executor"),
    "remind": Words("направлено напоминание", "a reminder was sent"),
    "comment": Words("примечание", "comment"),
    UNDO: Words("действие отменено", "a bulk step was undone"),
    "amend": Words("изменено новой редакцией распоряжения", "changed by a new edition of the order"),
}
"""What was done, for a history, a letter or a package; the word of a trigger says what can be done."""

ROLES: Mapping[str, Words] = {
    Role.EXECUTOR: Words("исполнитель", "executor"),
    Role.DELEGATE: Words("уполномоченный исполнителя", "delegate"),
    Role.COORDINATOR: Words("координатор", "coordinator"),
    Role.CONTROLLER: Words("контролирующий", "controller"),
    Role.ORDER_CONTROLLER: Words("контролирующий распоряжение", "order controller"),
    Role.HEAD: Words("руководитель, подписавший распоряжение", "head"),
    Role.ADMINISTRATOR: Words("администратор", "administrator"),
    Role.CLOCK: Words("автоматически", "the clock"),
}

PLAN_ROLES: Mapping[str, Words] = {
    PlanRoleName.COORDINATOR: Words("координатор", "coordinator"),
    PlanRoleName.PLAN_CONTROLLER: Words("контролирующий план", "plan controller"),
    PlanRoleName.ORDER_CONTROLLER: Words("контролирующий распоряжение", "order controller"),
    PlanRoleName.SIGNED_BY: Words("подписал распоряжение", "signed the order"),
}

CONTROLS: Mapping[str, Words] = {
    Control.ON_CONTROL: Words("на контроле", "on control"),
    Control.SPECIAL: Words("на особом контроле", "on special control"),
    Control.REMOVED: Words("снято с контроля", "removed from control"),
}

CONTROL_TRIGGERS: Mapping[str, Words] = {
    "put_under_special_control": Words("поставить на особый контроль", "put under special control"),
    "end_special_control": Words("вернуть на обычный контроль", "end special control"),
    "remove_from_control": Words("снять с контроля", "remove from control"),
    "return_to_control": Words("вернуть на контроль", "return to control"),
}

PACKAGES: Mapping[str, Words] = {
    PackageState.COLLECTING: Words("собирается", "collecting"),
    PackageState.DRAFT: Words("черновик", "draft"),
    PackageState.SIGNED: Words("подписан, не отправлен", "signed, not sent"),
    PackageState.SENT: Words("отправлен", "sent"),
    PackageState.ACCEPTED: Words("принят оператором", "accepted by the operator"),
    PackageState.RETURNED: Words("возвращён оператором", "returned by the operator"),
}

PACKAGE_TRIGGERS: Mapping[str, Words] = {
    "collect": Words("начать собирать пакет", "begin to collect a package"),
    "assemble": Words("составить пакет", "draw a package up"),
    "sign": Words("подписать пакет", "sign a package"),
    "withdraw_signature": Words("отозвать подпись", "withdraw the signature"),
    "send": Words("отправить пакет", "send a package"),
    "recall": Words("отозвать отправку", "take the sending back"),
    "accept": Words("отметить, что оператор принял пакет", "note that the operator accepted it"),
    "return": Words("отметить, что оператор вернул пакет", "note that the operator returned it"),
}

ACTIONS: Mapping[str, Words] = {
    "see_own": Words("видеть поручения своей организации", "see the organization's own assignments"),
    "see_plan": Words("видеть весь план", "see the whole plan"),
    "set_item_due_date": Words("назначить срок мероприятию", "give an item its date"),
    "set_roll_up": Words("выбрать, чьё исполнение закрывает мероприятие", "set an item's roll-up rule"),
    "open_occurrence": Words("открыть ещё один контрольный срок", "open an occurrence"),
    "open_next_year": Words("продолжить мероприятие в следующем году", "carry an item on into another year"),
    "undo_bulk_step": Words("отменить своё последнее действие", "undo their own bulk step"),
    "give_delegation": Words("уполномочить другого отчитываться", "give a delegation"),
    "end_delegation": Words("прекратить полномочие", "end a delegation"),
    "set_plan_role": Words("сменить координатора или контролирующего", "give or take a role in the plan"),
    "edit_ladder": Words("изменить лестницу эскалации", "edit the plan's ladder"),
    "pause_plan": Words("приостановить письма по плану", "pause the plan's letters"),
    "put_under_control": Words("поставить распоряжение на контроль", "put an order under control"),
    "amend_order": Words("внести новую редакцию распоряжения", "bring the order to a new edition"),
    "set_operator": Words("указать, кому отправляют отчётность по плану", "say to whom the plan's packages are sent"),
    "import_roster": Words("изменить реестр", "change the roster"),
    "name_substitute": Words("назначить замещающего", "name substitutes"),
    "name_administrator": Words("назначить администратора", "name administrators"),
    "verify_history": Words("проверить целостность журнала", "verify the history"),
}
"""What can be done beside triggers, see `states.policy`."""

REMOVAL_REASONS: Mapping[str, Words] = {
    RemovalReason.CANCELLED: Words("мероприятие отменено", "cancelled"),
    RemovalReason.NO_LONGER_RELEVANT: Words("утратило актуальность", "no longer relevant"),
    RemovalReason.NOT_APPLICABLE: Words("не относится к исполнителю", "not applicable"),
    RemovalReason.DUPLICATE: Words("дублирует другое поручение", "duplicate"),
    RemovalReason.MERGED: Words("объединено с другим поручением", "merged"),
}

REFUSALS: Mapping[str, Words] = {
    "unknown_trigger": Words("такого действия нет", "there is no such trigger"),
    "no_such_move": Words("в этом состоянии так сделать нельзя", "that does not lead on from its state"),
    "not_your_role": Words("здесь у вас нет на это права", "this person holds no role here that may do it"),
    "result_text_missing": Words("напишите, что сделано", "say what was done"),
    "evidence_missing": Words("приложите подтверждающий документ", "this item asks for a confirming document"),
    "direct_evidence_missing": Words(
        "сделанное вне системы принимают только с подтверждающим документом",
        "what was done outside the system needs a confirming document",
    ),
    "undone_without_reason": Words("исполнено не всё: укажите причину", "not all of it is accepted: give the reason"),
    "reason_missing": Words("укажите причину", "give the reason"),
    "removal_reason_unknown": Words("выберите причину снятия из списка", "the reason for a removal is from a list"),
    "reported_by_oneself": Words(
        "свой отчёт не принимают: это сделает другой координатор или контролирующий",
        "nobody accepts their own report: another coordinator or controller must",
    ),
    "already_in_sent_package": Words(
        "это уже в отправленном пакете: исправьте дополнением", "it is in a package that was sent: send an addendum"
    ),
    "parts_changed": Words(
        "файлы пакета не те, что были составлены: верните их или составьте пакет заново",
        "its files are not those that were assembled: bring them back, or assemble it anew",
    ),
    "recipient_missing": Words(
        "укажите адрес регионального оператора", "it is not known to whom the plan's packages are sent"
    ),
    "letter_waits": Words(
        "письмо с пакетом ещё не ушло: подождите или отзовите отправку",
        "its letter has not left yet: wait until it has, or take the sending back",
    ),
    "letter_gone": Words(
        "письмо уже уходит или ушло: исправьте дополнением", "its letter has begun to leave: send an addendum"
    ),
    "operator_number_missing": Words("укажите номер, под которым пакет принят", "give the operator's number"),
    "operator_date_impossible": Words(
        "укажите день приёма: не раньше отправки и не позже сегодняшнего",
        "give the day of the operator's answer, from the sending to today",
    ),
    "resume_date_contradicted": Words(
        "назовите день или скажите, что он неизвестен", "name a day or say it is not known"
    ),
    "resume_date_missing": Words("укажите, до какого дня, или что день неизвестен", "say until when, or not known"),
    "due_date_missing": Words("нужен срок, который ещё не прошёл", "it has no due date that is still to come"),
    "due_date_out_of_range": Words(
        "срок должен быть не раньше выдачи и не позже чем через десять лет",
        "the due date must lie between the issue and ten years after it",
    ),
    "due_date_passed": Words("новый срок уже прошёл: укажите день не раньше сегодняшнего", "the new date has passed"),
    "due_date_not_yours": Words("этим действием срок не меняют", "this does not set a due date"),
    "due_date_absent": Words("укажите срок", "say which date"),
    "has_due_date": Words("срок уже есть: более поздний – это продление", "it has a due date: a later one extends it"),
    "later_date_missing": Words("укажите день позже нынешнего срока", "name a day later than the present due date"),
    "extension_undecided": Words(
        "о продлении уже просили, решения ещё нет", "an extension has been asked for and waits for an answer"
    ),
    "no_extension_asked": Words("о продлении не просили", "no extension has been asked for"),
    "already_declined": Words(
        "уже сообщено, что поручение не по адресу: решает координатор",
        "it has been declined already and waits for the coordinator",
    ),
    "not_declined": Words("никто не сообщал, что поручение не по адресу", "nobody has declined it"),
    "words_missing": Words("напишите текст", "say something"),
    "resume_date_out_of_range": Words(
        "день возобновления – не раньше завтрашнего и не позже чем через десять лет",
        "the resume date must be a later day, within ten years",
    ),
    "unknown": Words("такого поручения нет", "there is no such assignment"),
    "too_early": Words("позже с ним уже что-то сделано", "something was done to it later than that"),
    "moved_since": Words("с тех пор с ним что-то сделано", "something has been done to it since"),
    "no_address": Words("в реестре нет адреса, на который придёт письмо", "no letter can reach its executor"),
}
"""Codes of `NotAllowed`, and those that a row of a bulk step may have beside them (see `models.requests.Refused`)."""
