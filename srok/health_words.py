"""What checks of the house say, in both languages: what a check is called, what was found, and what to do about it."""

from collections.abc import Mapping

from states.sentence import Words

NAMES: Mapping[str, Words] = {
    "database": Words("база данных", "database"),
    "mail": Words("почта", "mail"),
    "last sweep": Words("последний обход", "last sweep"),
    "oldest letter due": Words("самое старое неотправленное письмо", "oldest letter due"),
    "lost letters": Words("потерянные письма", "lost letters"),
    "held letters": Words("удержанные письма", "held letters"),
    "relay": Words("почтовый сервер", "relay"),
    "administrator": Words("кому писать о неисправностях", "administrator"),
    "calendar of this year": Words("производственный календарь этого года", "calendar of this year"),
    "calendar of next year": Words("производственный календарь следующего года", "calendar of next year"),
    "time zone": Words("часовой пояс", "time zone"),
    "evidence folder": Words("папка документов", "evidence folder"),
    "packages folder": Words("папка пакетов", "packages folder"),
    "backups": Words("резервные копии", "backups"),
    "disk": Words("место на диске", "disk"),
    "letter templates": Words("шаблоны писем", "letter templates"),
    "fonts": Words("шрифты", "fonts"),
    "schedules": Words("расписания", "schedules"),
}

SAID: Mapping[str, Words] = {
    "database_none": Words("её ещё нет", "there is none yet"),
    "database_older": Words("её версия {found}, нужна {head}", "it stands at {found}, {head} is needed"),
    "database_unwritable": Words("в неё нельзя записать: {reason}", "it cannot be written: {reason}"),
    "database": Words("{dialect}, версия {head}, запись возможна", "{dialect} at {head}, writable"),
    "mail_on": Words("включена", "is on"),
    "mail_off": Words(
        "выключена: никто не получает писем, обходы только показывают, что написали бы",
        "is off: nobody gets letters, what sweeps would write is only shown",
    ),
    "sweep_none": Words("обходов ещё не было", "there was none yet"),
    "sweep_ago": Words("{hours} ч назад", "{hours} hours ago"),
    "sweep_future": Words("в будущем: не переводили ли часы назад?", "in the future: was the clock put back?"),
    "letter_ago": Words("ждёт {hours} ч", "{hours} hours ago"),
    "letter_future": Words("в будущем: не переводили ли часы назад?", "in the future: was the clock put back?"),
    "letters_none": Words("ничего не ждёт", "none waits"),
    "letters_wait": Words("письма ждут, пока почту не включат", "letters wait until mail is on"),
    "lost_none": Words("нет", "none"),
    "lost": Words("не доставлено: {dead}, неизвестно, ушло ли: {unknown}", "{dead} dead, {unknown} unknown"),
    "held_none": Words("нет", "none"),
    "held": Words("ждут решения человека: {held}", "{held} wait for a person"),
    "administrator_none": Words("о неисправностях никто не узнает", "nobody is told when something fails"),
    "administrator_unheard": Words(
        "не дошло писем администратору: {unheard}", "{unheard} letters to the administrator did not arrive"
    ),
    "administrator": Words("администратор узнаёт о неисправностях", "is told when something fails"),
    "relay_unusable": Words("{fault}", "{fault}"),
    "relay_wrong": Words("{relay}: {wrong}", "{relay}: {wrong}"),
    "relay_paused": Words(
        "{relay} отвечает, но приостановлен с {since}", "{relay} answers, but is paused since {since}"
    ),
    "relay": Words("{relay} отвечает", "{relay} answers"),
    "calendar": Words("{year}", "{year}"),
    "calendar_provisional": Words("{year}: предварительный", "{year} is provisional"),
    "zone": Words("{zone}, там сейчас {now}", "{zone}, where it is {now}"),
    "folder": Words("в {folder} можно писать", "{folder} can be written"),
    "folder_to_come": Words("{folder} появится, когда понадобится", "{folder} is made when needed"),
    "folder_unwritable": Words("в {folder} нельзя писать", "{folder} cannot be written"),
    "backups_none": Words("Срок их не делал", "Srok has made none"),
    "backups_old": Words("последней {days} дн.", "the last is {days} days old"),
    "backups_failed": Words("последнюю сделать не удалось: {fault}", "the last could not be made: {fault}"),
    "backups": Words("последняя сделана {day}", "the last was made on {day}"),
    "disk": Words("свободно {free} ГиБ", "{free} GiB free"),
    "disk_low": Words("свободно {free} ГиБ", "{free} GiB free"),
    "templates_own": Words("свои шаблоны Срока", "Srok's own"),
    "templates": Words("из папки {folder}", "those of {folder}"),
    "templates_wrong": Words("{problem}; всего неисправностей: {count}", "{problem} ({count} in all)"),
    "fonts": Words("{family}", "{family}"),
    "fonts_none": Words("нет ни одного из {families}", "there is none of {families}"),
    "schedules": Words("запуски назначаются и выполняются", "runs are scheduled and taken"),
    "schedules_none": Words("нет действующего расписания `{flow}`", "no active schedule of `{flow}`"),
    "schedules_silent": Words(
        "сервер Prefect не отвечает по адресу {url}: {fault}", "Prefect's server does not answer at {url}: {fault}"
    ),
    "schedules_dead": Words(
        "Prefect не назначает запусков: его планировщик не работает",
        "Prefect schedules no runs: its scheduler is dead",
    ),
    "schedules_late": Words(
        "запуск должен был начаться {first}: его никто не выполняет", "a run is due since {first}: nobody takes it"
    ),
    "schedules_zones": Words(
        "они идут по часам {zones}, а SROK_TIMEZONE – {zone}",
        "they run by the clock of {zones}, SROK_TIMEZONE is {zone}",
    ),
}

_WITHOUT = Words(
    "а пока запускайте `srok escalate --once` и `srok deliver --once` по cron",
    "meanwhile go on by `srok escalate --once` and `srok deliver --once` from cron",
)

TO_DO: Mapping[str, Words] = {
    "database_none": Words(
        "создайте её командой `srok db upgrade` или укажите SROK_DATABASE_URL",
        "make it by `srok db upgrade`, or set SROK_DATABASE_URL",
    ),
    "database_older": Words("сделайте копию, затем выполните `srok db upgrade`", "back it up, then `srok db upgrade`"),
    "database_unwritable": Words(
        "проверьте SROK_DATABASE_URL, сервер базы и место на диске",
        "look at SROK_DATABASE_URL, its server and its disk",
    ),
    "mail_off": Words(
        "включите её выше на этой странице или командой `srok mail on`, когда почтовый сервер и письма проверены",
        "`srok mail on` switches it on, once the relay and the letters are looked at",
    ),
    "sweep_none": Words(
        "выполните `srok escalate --once` и выясните, почему этого не сделало расписание или cron",
        "run `srok escalate --once`, and find out why the schedule or cron did not",
    ),
    "sweep_ago": Words(
        "выполните `srok escalate --once` и выясните, почему этого не сделало расписание или cron",
        "run `srok escalate --once`, and find out why the schedule or cron did not",
    ),
    "sweep_future": Words("проверьте часы сервера", "look at the clock of the server"),
    "letter_ago": Words(
        "выполните `srok deliver --once`; посмотрите `srok letters relay`",
        "run `srok deliver --once`; see `srok letters relay`",
    ),
    "letter_future": Words("проверьте часы сервера", "look at the clock of the server"),
    "lost": Words(
        "решите на странице «Письма»: отправить снова или не отправлять; или `srok letters retry` и `cancel`",
        "decide: `srok letters --state dead`, then `srok letters retry` or `cancel`",
    ),
    "held": Words(
        "посмотрите на странице «Письма», какие уже ушли, и отпустите или отмените остальные",
        "look which have left already: `srok letters --state held`, then `srok letters release` or `cancel`",
    ),
    "administrator_none": Words("укажите SROK_ADMIN_EMAIL", "set SROK_ADMIN_EMAIL"),
    "administrator_unheard": Words(
        "исправьте SROK_ADMIN_EMAIL, затем `srok letters retry` или `cancel`",
        "correct SROK_ADMIN_EMAIL, then `srok letters retry` or `cancel` them",
    ),
    "relay_unusable": Words("исправьте SROK_SMTP_URL", "correct SROK_SMTP_URL"),
    "relay_wrong": Words(
        "проверьте SROK_SMTP_URL и почтовый сервер; письмо себе выше покажет, на каком шаге он отказывает",
        "look at SROK_SMTP_URL and at the mail server",
    ),
    "relay_paused": Words(
        "посмотрите `srok letters relay`; с --resume Срок попробует сразу",
        "see `srok letters relay`; --resume tries it at once",
    ),
    "calendar_provisional": Words(
        "обновите Срок: до тех пор рабочие дни этого года – предположение",
        "upgrade Srok: until then working days of that year are a guess",
    ),
    "folder_unwritable": Words("исправьте {setting} или права папки", "correct {setting} or the folder's rights"),
    "backups_old": Words(
        "сделайте копию на странице «Резервные копии», и каждую ночь командой `srok backup make` по cron",
        "run `srok backup make`, every night from cron",
    ),
    "backups_failed": Words(
        "устраните причину и сделайте копию снова: `srok backup make`", "mend it and run `srok backup make` again"
    ),
    "disk_low": Words("освободите место: без него ничего не записать", "make room: without it nothing is recorded"),
    "templates_wrong": Words(
        "посмотрите на странице «Шаблоны» или `srok letters check-templates`; до тех пор вместо них свои шаблоны Срока",
        "see `srok letters check-templates`; until then Srok's own are used in their place",
    ),
    "fonts_none": Words("в Debian: apt-get install fonts-liberation", "on Debian: apt-get install fonts-liberation"),
    "schedules_none": Words(
        "снимите его с паузы на страницах Prefect или запустите `srok up` либо worker",
        "unpause it in Prefect's pages, or start `srok up` or a worker",
    ),
    "schedules_silent": Words(f"запустите его; {_WITHOUT.russian}", f"start it; {_WITHOUT.english}"),
    "schedules_dead": Words(f"перезапустите его сервер; {_WITHOUT.russian}", f"restart its server; {_WITHOUT.english}"),
    "schedules_late": Words(f"запустите worker; {_WITHOUT.russian}", f"start a worker; {_WITHOUT.english}"),
    "schedules_zones": Words(
        "сделайте их одинаковыми в prefect.yaml и разверните снова",
        "make them the same in prefect.yaml and deploy again",
    ),
}
"""Of every code that is not well: what is to be done."""
