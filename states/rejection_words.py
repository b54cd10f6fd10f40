"""Why a file is refused and what to do, in both languages, by the code of the reason. Data only."""

from collections.abc import Mapping

from states.sentence import Words
from states.sheet_words import SHEETS

_AGAIN = "откройте его в той программе, где он сделан, и сохраните заново"
_ONLY = "оставьте в файле только распоряжение"
_ONLY_EN = "leave only the order in the file"
_SAVE_AS = "откройте его, выберите «Сохранить как» и тип {kind}"
_SAVE_AS_EN = "open it, choose «Save as» and the type {kind}, or run: soffice --headless --convert-to {kind} FILE"

REASONS: Mapping[str, Words] = {
    # the file itself
    "empty": Words("файл пуст: проверьте, тот ли он", "the file is empty; check that the right file was saved"),
    "folder": Words("это папка: укажите сам файл", "this is a folder; name the file itself"),
    "no_file": Words("такого файла нет: проверьте путь", "there is no such file; check the path"),
    "unreadable": Words(
        "файл не читается: проверьте имя и права",
        "the file cannot be read ({why}); check its name and your rights",
    ),
    "too_large": Words(
        f"файл больше {{most}} МБ: {_ONLY}", "the file is larger than {most} MiB; leave only the order in it"
    ),
    "no_encoding": Words(
        "это не текст в известной кодировке: сохраните его как текст в UTF-8",
        "the file is not text in a known encoding; save it as text in UTF-8 and try again",
    ),
    "not_text": Words(
        "это {what}, а не текст: сохраните документ как обычный текст (.txt)",
        "this is {what}, not text; save the document as plain text (.txt) and try again",
    ),
    "protected": Words(
        "файл защищён паролем: сохраните его без пароля",
        "the file is protected by a password; save it without and try again",
    ),
    "old_word": Words(f"это старый файл Word (.doc): {_SAVE_AS}", f"this is an old Word file (.doc); {_SAVE_AS_EN}"),
    "old_excel": Words(f"это старый файл Excel (.xls): {_SAVE_AS}", f"this is an old Excel file (.xls); {_SAVE_AS_EN}"),
    "old_office": Words(f"это старый файл Office: {_SAVE_AS}", f"this is an old Office file; {_SAVE_AS_EN}"),
    "rtf": Words(f"это файл RTF: {_SAVE_AS}", f"this is an RTF file; {_SAVE_AS_EN}"),
    "mht": Words(
        "это веб-архив (.mht): откройте его в Word и сохраните как .docx",
        "this is a web archive (.mht); open it in Word and save it as .docx",
    ),
    "picture": Words(
        "это картинка: нужен сам документ или PDF с текстом",
        "this is a picture; the document itself is needed, or a PDF with a text layer",
    ),
    "archive": Words(
        "это архив: распакуйте его и загрузите документ из него",
        "this is an archive; unpack it and import the document in it",
    ),
    "macros": Words(
        "в файле макросы: сохраните его без них как .docx или .xlsx",
        "the file has macros; save it as .docx or .xlsx without them and try again",
    ),
    "odf": Words(
        f"это файл OpenDocument, но не таблица: {_SAVE_AS}",
        f"this is an OpenDocument file that is no table; {_SAVE_AS_EN}",
    ),
    "xlsb": Words(
        f"это двоичный файл Excel (.xlsb): {_SAVE_AS}", f"this is a binary Excel file (.xlsb); {_SAVE_AS_EN}"
    ),
    "no_document": Words(
        "это архив, а не документ: загрузите сам .docx, .xlsx или .ods",
        "this is an archive but no document; import the .docx, .xlsx or .ods itself",
    ),
    "damaged": Words(
        "файл повреждён: откройте его в Word или Excel и сохраните заново",
        "the file is damaged ({why}); open it in Word or Excel and save it again",
    ),
    "part_twice": Words(
        "одна из частей файла в нём дважды, так не делает ни одна программа: сохраните его заново",
        "the file holds one part twice, which no office does; save it anew and try again",
    ),
    "too_many_parts": Words(
        "файл не открыт: в нём больше {most} частей; сохраните только распоряжение в новый документ",
        "the file is not opened, as it holds more than {most} parts; save only the order in a"
        " new document and try again",
    ),
    "too_much_inside": Words(
        "файл не открыт: в нём больше {most} МБ; сохраните только распоряжение в новый документ",
        "the file is not opened, as it holds more than {most} MiB; save only the order in a new document and try again",
    ),
    "too_packed": Words(
        "файл не открыт: часть {part} сжата больше чем в {most} раз; сохраните только распоряжение в новый документ",
        "the file is not opened, as {part} is packed more than {most} times; save only the order in a new document and"
        " try again",
    ),
    "no_body": Words(
        "в файле нет документа: откройте его в Word и сохраните заново",
        "there is no document in the file; open it in Word and save it again",
    ),
    "text_elsewhere": Words(
        "часть текста вложена в него отдельным файлом: откройте его в Word и сохраните заново",
        "part of the text lies in another file within this one; open it in Word and save it again",
    ),
    "entities": Words(
        "в файле объявлены собственные подстановки, так не делает ни одна программа: он не открыт",
        "the file defines entities of its own, which no office does; it is not opened",
    ),
    "odd_encoding": Words(
        "у файла кодировка, которой не пишет ни одна программа: откройте его в Word и сохраните заново",
        "the file is in an encoding no office uses; open it in Word and save it again",
    ),
    "page_damaged": Words(
        "страница повреждена: откройте её в браузере, скопируйте в Word и сохраните как .docx",
        "the page is damaged ({why}); open it in a browser, copy it to Word and save it as .docx",
    ),
    "pdf_scan": Words(
        "это скан без текста: распознайте его или попросите у автора .docx",
        "this PDF is a scan without a text layer; recognise its text first (OCR), or ask its author for the .docx",
    ),
    "pdf_protected": Words(
        "PDF защищён паролем: сохраните его без пароля",
        "the PDF is protected by a password; save it without and try again",
    ),
    "pdf_damaged": Words(
        "файл повреждён: откройте его, напечатайте в новый PDF и загрузите тот",
        "the file is damaged; open it, print it to a new PDF and try that file",
    ),
    "pdf_long": Words(
        "в PDF больше {most} страниц: оставьте в нём только распоряжение",
        "the PDF has more than {most} pages; leave only the order in it",
    ),
    "many_cells": Words(f"ячеек больше {{most}}: {_ONLY}", f"there are more than {{most}} cells; {_ONLY_EN}"),
    "long_text": Words(f"текст длиннее любого распоряжения: {_ONLY}", f"the text is longer than any order; {_ONLY_EN}"),
    "memory": Words(
        f"документу нужно больше памяти, чем любому распоряжению: {_ONLY}",
        f"the document needs more memory than any order does; {_ONLY_EN}",
    ),
    "strange": Words(
        f"файл повреждён или сделан неизвестно как: {_AGAIN}",
        "the file is damaged or made in an unknown way ({why}); open it in its own program and save it again",
    ),
    "slow": Words(
        f"документ читается дольше {{most}} секунд: {_ONLY}",
        f"the document takes more than {{most}} seconds to read; {_ONLY_EN}",
    ),
    "reader_broken": Words(
        f"файл не читается: {_AGAIN}",
        "the file cannot be read ({why}); open it in its own program and save it again",
    ),
    "reader_ended": Words(
        f"файл не читается (чтение оборвалось с кодом {{code}}): {_AGAIN}",
        "the file cannot be read (its reader ended with {code}); open it in its own program and save it again",
    ),
    # workbooks
    "workbook_damaged": Words(
        "книга повреждена или защищена: откройте её в Excel и сохраните заново",
        "the workbook is damaged or protected; open it in Excel or LibreOffice, save it again and try that file",
    ),
    "workbook_unreadable": Words(
        "книга не читается: откройте её в Excel и сохраните заново как .xlsx",
        "the workbook cannot be read; open it in Excel or LibreOffice, save it again as .xlsx and try that file",
    ),
    "far_cell": Words(
        "одна из ячеек слишком далеко от остальных: очистите её и сохраните книгу заново",
        "a cell lies too far away from the others; clear it and save the workbook again",
    ),
    "far_cell_of_plan": Words(
        "одна из ячеек слишком далеко от остальных: скопируйте план в новую книгу",
        "a cell lies too far away from the others; copy the plan to a new workbook",
    ),
    "no_workbook": Words(
        "это не книга: сохраните таблицу как .xlsx или .csv",
        "this is no workbook; save the table as .xlsx or .csv and try again",
    ),
    "sheets_filled": Words(
        "заполнены листы {names}: оставьте заполненным и видимым один, с таблицей",
        "the sheets {names} are filled; leave one sheet filled and visible, that with the table",
    ),
    "sheets_empty": Words(
        "все листы пусты: заполните один, с таблицей",
        "every sheet is empty; leave one sheet filled and visible, that with the table",
    ),
    "formula": Words("формула в ячейке даёт ошибку: исправьте ячейку", "{said}"),
    # orders
    "no_plan": Words(
        "план не найден: нужна таблица, в шапке которой названы мероприятие, срок и исполнитель",
        "no plan is found: a table is needed whose heading names the measure, its deadline and its executor",
    ),
    "no_date": Words(
        "у распоряжения нет даты: напишите её над заголовком или над таблицей, например 25.01.2025 № 12",
        "the order has no date: write it above the title or the table, like 25.01.2025 № 12",
    ),
    **SHEETS,
}

OTHER_FORMATS: Mapping[str, Words] = {
    "archive_of_office": Words("DOCX, XLSX или другой архив", "a DOCX, XLSX or another archive"),
    "pdf": Words("PDF", "a PDF"),
    "old_office": Words("старый файл Word или Excel", "an old Word or Excel file"),
    "rtf": Words("файл RTF", "an RTF file"),
    "picture": Words("картинка", "a picture"),
    "archive": Words("архив", "an archive"),
}
"""What a file may be that is no text."""
