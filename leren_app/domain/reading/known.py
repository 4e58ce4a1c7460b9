"""What the rules of the reading help know by heart: abbreviations, joining words, and words that look like others."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ABBREVIATIONS = _words(
    "bijv bv ca dhr dr drs ds e.a ed e.d enz etc evt excl fam gem ing incl ir jl jr mevr min max mr mw nl nr nrs"
    " o.a o.i.d pag prof resp sr st t/m tel vgl vnl vs zgn z.g mgr al approx cf dept e.g est fig i.e inc ltd mrs ms"
    " no p pp rev vol"
)
"""Words with a point behind them that stand within a sentence; those with points inside need not be named."""
JOINS = _words(
    "dat die maar want omdat als terwijl waarin waarbij waarmee waardoor waar zodat zonder om toen nadat voordat"
    " hoe hoewel zodra totdat wie wat welke which that who because while where when whether so but than if although"
    " what how until without"
)
"""Words that join two thoughts in one sentence."""
PARTICIPLES = _words(
    "gegeven genomen gedaan gezien geschreven gehouden gelezen gevonden gebruikt onderzocht besproken bekeken"
    " besteed betaald bereikt ingezet opgenomen aangeboden afgesloten ondersteund ontworpen ontwikkeld herhaald"
)
"""Participles that no rule finds."""
NO_PARTICIPLES = _words(
    "gebied geluid geld gezond gebed geduld gezicht gedicht gewicht gerecht gevecht gemoed geweld gelaat gebit"
    " verstand verband verbod verdriet verschild verwond gewend gewoond vergrijsd bekend gelijkgezind geheid"
)
"""Words that look like a participle and are none."""
NO_ACTION = _words(
    "woning woningen vereniging verenigingen omgeving leerling leerlingen koning kring kringen ding dingen"
    " verdieping verdiepingen regering instelling instellingen stichting stichtingen bevolking afdeling afdelingen"
    " opleiding opleidingen voorziening voorzieningen verpleging jongeling richting richtingen ring ringen zending"
    " begroting tekening tekeningen rekening rekeningen vestiging vestigingen ervaring ervaringen mening meningen"
    " vergadering vergaderingen oefening oefeningen tentoonstelling tentoonstellingen winning sling lening"
)
"""Words on -ing that name a thing and no action."""
WELL_KNOWN = _words(
    "NL EU VS VN TV PC WC CD DVD PDF ID QR GPS DNA HIV AIDS COVID SMS USB CV BV NV AI IT ICT APK NS ANWB KNMI NOS"
    " RTL PS OK EC UK USA US UN BBC NATO NAVO WIFI CO TU MBO HBO WO VWO HAVO VMBO GGD EHBO BTW"
)
"""Abbreviations that every reader knows."""
