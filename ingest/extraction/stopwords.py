"""The commonest short words of many languages: they tell prose from noise, and one language from another."""

from __future__ import annotations

import re
from collections import Counter

_COMMON: dict[str, str] = {
    "en": "the of and to in is that for it as was with be by on are this which or from at an not have has we our can",
    "sv": "och att det som en på är av för med den till inte har de ett om var från vid kan eller så också efter",
    "no": "og det at er på som av for med den til ikke har de et om fra ved kan eller så også etter seg ble å",
    "da": "og det at er på som af for med den til ikke har de et om fra ved kan eller så også efter sig blev",
    "fr": "le la les de des et un une du en que pour dans est par sur au aux qui ne se pas ce il sont avec plus",
    "es": "el los las del y una por con para se su que de la en es lo como más no al este entre son sus",
    "pt": "o os da do das dos em um uma não para com que é se na no por mais ao como são entre pela pelo e",
    "it": "il lo gli di della delle dei che per una con non nel alla sono come anche è si le più da questo un",
    "de": "der die das und ist von zu mit nicht den dem des ein eine auf für im sich als auch werden wird bei oder",
    "nl": "de het een van en in is dat op te voor met niet zijn aan door ook als bij er om wordt naar uit",
    "fi": "ja on ei että se oli ovat mutta tai kun niin myös joka sekä kuin hän ole olla tämä sen mukaan voi",
    "pl": "i w na z do się nie że jest to o jak po od za dla są przez lub oraz być przy ze które",
    "sr-Latn": "i u je na se da su od za sa kao ne koji koja koje iz o bi ili što ali po do kako samo",
    "sr-Cyrl": "и у је на се да су од за са као не који која које из о би или што али по до како само",
    "ru": "и в на что не с по как из для от это к а его но то при так же или был за она мы они",
    "uk": "і в на що не з до як та за для від це про його але також або при був які у якого є",
    "tr": "ve bir bu için ile olarak da de olan daha en gibi ise çok ya her sonra kadar değil hem veya olduğu",
}
_LANGUAGES_OF: dict[str, list[str]] = {}
for _language, _words in _COMMON.items():
    for _word in _words.split():
        _LANGUAGES_OF.setdefault(_word, []).append(_language)
_WORD = re.compile(r"[^\W\d_]+")
# Fewer words say nothing about a language; a lead smaller than this says too little.
ENOUGH_WORDS = 60
_ENOUGH_SHARE = 0.12
_LEAD = 1.3


def words_in(text: str) -> list[str]:
    """Return the words of the text in lower case."""
    return _WORD.findall(text.lower())


def common_share(words: list[str]) -> float:
    """Return which share of the words is common in any of the languages."""
    return sum(map(_LANGUAGES_OF.__contains__, words)) / len(words) if words else 0.0


def language_of(words: list[str]) -> str:
    """Return the language of the words (BCP 47), or "" when they are too few, too mixed, or none known here."""
    if len(words) < ENOUGH_WORDS:
        return ""
    votes: Counter[str] = Counter()
    for word, times in Counter(filter(_LANGUAGES_OF.__contains__, words)).items():
        for language in _LANGUAGES_OF[word]:
            votes[language] += times
    leaders = votes.most_common(2)
    if not leaders or leaders[0][1] < _ENOUGH_SHARE * len(words):
        return ""
    if len(leaders) == 2 and leaders[0][1] < _LEAD * leaders[1][1]:
        return ""
    return leaders[0][0]
