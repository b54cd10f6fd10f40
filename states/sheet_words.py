"""Why the file of a roster or the workbook of a draft is refused, in both languages. Data only."""

from collections.abc import Mapping

from states.sentence import Words

_COLUMNS = "столбцы: {known}"
_COLUMNS_EN = "the columns are {known}"

SHEETS: Mapping[str, Words] = {
    # rosters
    "row_unreadable": Words(
        "строка не читается: проверьте кавычки", "the row cannot be read ({why}); check its quotation marks"
    ),
    "column_twice": Words("столбец {name} стоит дважды: оставьте один", "the column {name} occurs twice; leave one"),
    "no_organizations": Words(
        f"нет столбца «organization» («организация»); {_COLUMNS}", f"there is no column «organization»; {_COLUMNS_EN}"
    ),
    "whose_posts": Words(
        "чьи это должности? Добавьте столбец с адресом или руководителем",
        "whose posts are these? add a column email or head",
    ),
    "turned_round": Words(
        "«{heading}» не говорит, кто за кого: в строке замещающего укажите в столбце substitutes адрес замещаемого",
        "«{heading}» does not say who for whom; on the substitute's row, put the other's address in substitutes",
    ),
    "column_unknown": Words(
        f"столбец «{{heading}}» незнаком; {_COLUMNS}", f"the column «{{heading}}» is unknown; {_COLUMNS_EN}"
    ),
    "roster_empty": Words(
        "под шапкой нет ни одной организации: добавьте хотя бы одну строку",
        "there is no organization below the heading; add at least one row",
    ),
    "row_width": Words(
        "в строке ячеек {here}, а в шапке {heading}: проверьте разделители",
        "the row has {here} cells, the heading {heading}; check its delimiters",
    ),
    "cell_long": Words(
        "в ячейке больше {most} знаков: сократите", "the cell is longer than {most} characters; shorten it"
    ),
    "organization_missing": Words("не названа организация: назовите её", "the organization is missing; name it"),
    "kind_unknown": Words("вид «{written}» неизвестен: бывает {known}", "the kind «{written}» is unknown; use {known}"),
    "no_email": Words(
        "«{email}» – не адрес электронной почты: напишите его как school-1@example.ru или оставьте ячейку пустой",
        "«{email}» is not an e-mail address; write one, like school-1@example.ru, or leave the cell empty",
    ),
    "no_dative": Words(
        "«{written}» – не дательный падеж от «{head}»: исправьте или очистите ячейку",
        "«{written}» is not the dative of «{head}»; correct it, or empty the cell",
    ),
    "dative_of_nobody": Words(
        "«{written}» – не дательный падеж: в строке никого нет; исправьте или очистите ячейку",
        "«{written}» is not the dative of anybody: the row has no head; correct it, or empty the cell",
    ),
    "address_twice": Words(
        "адрес {email} уже стоит в {place}: каждый адрес может стоять один раз",
        "the address {email} stands already in {place}; each address may stand once",
    ),
    "row_twice": Words(
        "строка повторяет {place}: оставьте одну или дайте каждой свой адрес",
        "the row says the same as {place}; leave one, or give each its address",
    ),
    "rows_differ": Words(
        "{organization}: здесь «{here}», а в {place} – «{there}»; сделайте одинаково",
        "{organization} has «{here}» here and «{there}» in {place}; make them alike",
    ),
    "name_taken": Words(
        "«{name}» – это уже {organization}, {place}: две организации одного вида и номера не различить; исправьте одну"
        " или сделайте её другим названием",
        "«{name}» means {organization} already, {place}; two organizations of one type and number cannot be told apart:"
        " correct one, or make it an alias",
    ),
    "alias_taken": Words(
        "«{name}» – это уже {organization}, {place}: название значит одну организацию; уберите его у одной из двух",
        "«{name}» means {organization} already, {place}; a name means one organization: take it away"
        " from one of the two",
    ),
    "substitute_unknown": Words(
        "«{written}» нет ни в одной строке файла: укажите адрес того, кого замещают",
        "«{written}» is on no row of the file; write the address of the one who is substituted",
    ),
    "substitute_of_self": Words(
        "никто не замещает самого себя: очистите ячейку", "nobody substitutes for themselves; empty the cell"
    ),
    "substitute_of_substitute": Words(
        "{place} – тоже замещающий: назовите того, кого замещают оба",
        "{place} is a substitute too; name the one for whom both stand in",
    ),
    "substitute_unreached": Words(
        "замещающий получает копии писем: укажите его адрес", "a substitute gets copies of letters; give the address"
    ),
    "twin": Words(
        "«{written}» – это {known} в базе: напишите так же или сначала переименуйте организацию",
        '«{written}» is {known} in the database: write it so, or run `srok roster rename "{known}" "{written}"` first',
    ),
    "alias_known": Words(
        "«{name}» в базе – это {owner}: уберите название или сначала объедините две организации",
        "«{name}» means {owner} in the database; take it away, or merge the two first",
    ),
    "new_name_taken": Words(
        "«{name}» – это {owner}: выберите другое или объедините две организации",
        "«{name}» means {owner}; choose another, or merge the two",
    ),
    # the workbook of a draft
    "not_a_draft": Words(
        "эта книга сделана не из черновика: скачайте книгу черновика и правьте её",
        "this workbook was not made by `srok draft export`: export the draft and edit that file",
    ),
    "another_draft": Words(
        "это книга другого черновика, {draft}: откройте его",
        "this is a sheet of another draft, {draft}: name that one",
    ),
    "sheet_missing": Words(
        "нет листа «{name}»: скачайте книгу заново", "the sheet «{name}» is missing: export the draft anew"
    ),
    "heading_moved": Words(
        "здесь должен стоять заголовок «{heading}»: оставьте столбцы как есть",
        "the heading «{heading}» is expected here: leave the columns as they are",
    ),
    "row_without_item": Words(
        "у строки нет номера мероприятия («{written}»): строки здесь не добавляют, мероприятие делят на его странице",
        "the row has no id of an item («{written}»): rows are added by `srok draft split`, not here",
    ),
    "item_twice": Words(
        "у мероприятия {item} уже есть строка {row}: уберите одну из двух",
        "item {item} has a row already, {row}: remove one of the two",
    ),
    "item_gone": Words(
        "нет строки мероприятия {item} ({number}): верните её и напишите «{yes}» в столбце «{column}»",
        "item {item} ({number}) has no row: put it back, and write «{yes}» under «{column}»",
    ),
    "left_out_meanwhile": Words(
        "мероприятие {item} тем временем исключили: скачайте книгу заново",
        "item {item} was left out meanwhile: export the draft anew",
    ),
    "changed_meanwhile": Words(
        "в черновике теперь «{now}», это изменили тем временем: скачайте книгу заново",
        "the draft says «{now}» by now, it was changed meanwhile: export the draft anew",
    ),
    "only_told": Words(
        "столбец «{column}» только показывает, здесь «{now}»: меняйте то, из чего он взят",
        "«{column}» is only told here, «{now}»: change what it comes from",
    ),
    "not_a_choice": Words(
        "«{written}» не понято: напишите {one} или {other}", "«{written}» is not understood: write {one} or {other}"
    ),
    "number_cell": Words(
        "в ячейке число {written}: задайте ей текстовый формат и напишите заново, иначе 1.10 станет 1.1",
        "the cell holds a number, {written}: format it as text and write it again, or 1.10 becomes 1.1",
    ),
    "deadline_unclear": Words(
        "срок «{written}» не понят: напишите его как «до 1 июня {year} года», «ежемесячно до 5 числа», «постоянно»",
        "{said}",
    ),
    "executors_unclear": Words(
        "исполнители «{written}» не узнаны: назовите организации так, как в реестре, через точку с запятой", "{said}"
    ),
    "problem_unknown": Words(
        "замечания «{number}» в черновике не было: оставьте строки как есть",
        "the draft had no problem «{number}»: leave the rows",
    ),
    "only_accepted": Words(
        "напишите {accepted} или оставьте ячейку пустой; принятое возвращают на странице черновика",
        "write {accepted} or leave the cell empty; what was accepted is taken back by `srok draft undo`",
    ),
    "must_not_stay": Words(
        "так это остаться не может: исправьте само мероприятие", "this cannot stay as it is: {said}"
    ),
}
