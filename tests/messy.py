"""Messages as they come in: most are no learning question, none is written neatly; all are invented."""

from __future__ import annotations

from leren_app.models import QuestionKind

MESSY = [
    ("al een half jaar een gat in het fietspad bij de school, WANNEER komt daar iemand", QuestionKind.REPORT),
    ("Onze lantaarnpaal brandt niet meer", QuestionKind.REPORT),
    ("vuilniszakken naast de container, ratten!!!", QuestionKind.REPORT),
    ("There is broken glass all over the playground, please clean it", QuestionKind.REPORT),
    ("ik snap de brief van de belasting niet, kan iemand mij helpen", QuestionKind.PERSONAL),
    ("Ik kan mijn huur niet meer betalen", QuestionKind.PERSONAL),
    ("I cannot find a doctor, can somebody help me", QuestionKind.PERSONAL),
    ("mijn man slaat mij en ik durf niet naar huis", QuestionKind.CRISIS),
    ("Wij zoeken studenten voor een marktonderzoek voor onze webshop", QuestionKind.COMMERCIAL),
    ("Ik ben journalist en maak een artikel over de wijk", QuestionKind.OTHER),
    ("Ik wil bezwaar maken tegen het bouwplan naast ons", QuestionKind.OTHER),
    ("Waarom gooit iedereen alles op straat en hoe krijgen we de buurt schoon", QuestionKind.CHALLENGE),
    ("veel ouderen in de flat zijn eenzaam wat kunnen wij doen", QuestionKind.CHALLENGE),
    ("Who remembers the old mill, could students find out its history?", QuestionKind.CHALLENGE),
]
