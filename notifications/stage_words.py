"""What the stages of a session with the relay are called, and what to look at where one fails, in both languages."""

from collections.abc import Mapping

from notifications.relay import Relay, Security
from notifications.smtp import Stage
from states.sentence import Words

STAGES: Mapping[Stage, Words] = {
    Stage.CONNECT: Words("соединение", "connection"),
    Stage.BANNER: Words("приветствие сервера", "the server's greeting"),
    Stage.EHLO: Words("знакомство (EHLO)", "introduction (EHLO)"),
    Stage.STARTTLS: Words("шифрование (STARTTLS)", "encryption (STARTTLS)"),
    Stage.AUTH: Words("вход по имени и паролю (AUTH)", "signing in (AUTH)"),
    Stage.MAIL: Words("отправитель (MAIL FROM)", "the sender (MAIL FROM)"),
    Stage.RCPT: Words("получатель (RCPT TO)", "the reader (RCPT TO)"),
    Stage.DATA: Words("разрешение передать письмо (DATA)", "leave to send the letter (DATA)"),
    Stage.DOT: Words("письмо принято сервером", "the letter is taken"),
}
"""In the order in which they are passed; the fence of a letter that nobody keeps always stands."""

TO_DO: Mapping[Stage, Words] = {
    Stage.CONNECT: Words(
        "Проверьте узел, порт и схему в SROK_SMTP_URL, и не закрыт ли порт между серверами. У smtps:// порт обычно 465,"
        " у smtp+starttls:// 587.",
        "Look at host, port and scheme of SROK_SMTP_URL, and whether the port is closed on the way. With smtps:// it "
        "is 465 as a rule, with smtp+starttls:// 587.",
    ),
    Stage.BANNER: Words(
        "По этому адресу отвечает не почтовый сервер, или он отказывает этой машине: спросите того, кто его ведёт.",
        "What answers there is no mail server, or it refuses this machine: ask whoever runs it.",
    ),
    Stage.EHLO: Words(
        "Сервер не принял имени этой машины: проверьте её имя (hostname).",
        "The server does not accept this machine's name: look at its hostname.",
    ),
    Stage.STARTTLS: Words(
        "Сервер не предлагает шифрования, или его сертификат не того имени. Попробуйте smtps:// или другое имя узла.",
        "The server offers no encryption, or its certificate is of another name. Try smtps://, or another host name.",
    ),
    Stage.AUTH: Words(
        "Имя или пароль в SROK_SMTP_URL неверны, или для программ нужен отдельный пароль приложения. Особые знаки в"
        " пароле пишутся через %.",
        "Name or password of SROK_SMTP_URL are wrong, or programs need a password of their own. Special signs of a "
        "password are written with %.",
    ),
    Stage.MAIL: Words(
        "Сервер не разрешает писать от имени SROK_MAIL_FROM: укажите там ящик, под которым входите.",
        "The server does not let letters come from SROK_MAIL_FROM: name the mailbox there by which you sign in.",
    ),
    Stage.RCPT: Words(
        "Сервер не принимает писем на ваш адрес: проверьте адрес в реестре и разрешает ли сервер пересылку наружу.",
        "The server takes no letters for your address: look at the roster, and whether the server relays outside.",
    ),
    Stage.DATA: Words(
        "Сервер не стал принимать письмо: прочитайте его ответ, обычно это ограничение на число писем.",
        "The server would not take the letter: read its answer, as a rule it limits how many.",
    ),
    Stage.DOT: Words(
        "Сервер отказал письму целиком: прочитайте его ответ, обычно это фильтр спама или размер.",
        "The server refused the whole letter: read its answer, as a rule it is a filter, or the size.",
    ),
}


def stages_of(relay: Relay) -> tuple[Stage, ...]:
    """The stages that a session with a relay passes, in their order."""
    left_out = set() if relay.security is Security.STARTTLS else {Stage.STARTTLS}
    if not relay.username:
        left_out.add(Stage.AUTH)
    return tuple(one for one in STAGES if one not in left_out)
