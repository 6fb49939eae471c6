"""What people wrote in synthetic cases: free text, so each says it in both languages. And what they choose from."""

from expressentry.models import DemandKind, MaritalStatus
from expressentry.models.application_answers import Activity

NOTE = (
    "Synthetic case of the demonstration: its people, answers, dates and decisions are invented, and it has no"
    " documents. At most the oldest open cases of a demonstration have some.\n\n"
    "Cas synthétique de la démonstration : ses personnes, ses réponses, ses dates et ses décisions sont inventées, et"
    " il est sans documents. Tout au plus les plus anciens cas ouverts d'une démonstration en ont."
)
NOTE_WITH_PAPERS = (
    "Synthetic case of the demonstration: its people, answers, dates and decisions are invented. It has documents, as"
    " only the oldest open cases have; each is one page that says so.\n\n"
    "Cas synthétique de la démonstration : ses personnes, ses réponses, ses dates et ses décisions sont inventées. Il a"
    " des documents, comme seuls les plus anciens cas ouverts en ont; chacun est une page qui le dit."
)
PAPER = (
    "Synthetic document of a demonstration. It proves nothing.",
    "Document synthétique d'une démonstration. Il ne prouve rien.",
)
ASKS = {
    DemandKind.BIOMETRICS: (
        "Give your fingerprints and your photo at a collection point.\n\n"
        "Faites prendre vos empreintes digitales et votre photo à un point de collecte."
    ),
    DemandKind.MEDICAL: (
        "Have a medical exam by a panel physician and give its number.\n\n"
        "Passez un examen médical chez un médecin désigné et indiquez-en le numéro."
    ),
    DemandKind.ADDITIONAL_DOCUMENTS: (
        "Send a letter of your last employer that states your duties and hours.\n\n"
        "Envoyez une lettre de votre dernier employeur qui précise vos fonctions et vos heures."
    ),
}
SCREENING = "Security screening / Vérification de sécurité"
REFUSED = (
    "The work described does not match the duties of the occupation claimed.\n\n"
    "Le travail décrit ne correspond pas aux fonctions de la profession déclarée."
)
RETURNED = "A police certificate is missing.\n\nIl manque un certificat de police."

# ---- What applicants answered

GENDERS = (*("female",) * 12, *("male",) * 12, "another")
UNIONS = (*(MaritalStatus.MARRIED.value,) * 6, MaritalStatus.COMMON_LAW.value)
EYES = ("brown", "brown", "brown", "black", "black", "hazel", "green", "blue", "grey")
CITIES = ("Toronto", "Ottawa", "Vancouver", "Calgary", "Edmonton", "Winnipeg", "Halifax", "Regina", "Moncton", "Surrey")
VISITED = ("AE", "TH", "PT", "MX", "JP", "GR", "SG", "ES", "IT", "TR")
LANGUAGES = {
    "Arabic": "MA DZ TN LB",
    "Bengali": "BD",
    "Filipino": "PH",
    "French": "FR CM CI CD BE SN",
    "Hindi": "IN",
    "Korean": "KR",
    "Mandarin": "CN",
    "Nepali": "NP",
    "Persian": "IR",
    "Portuguese": "BR",
    "Sinhala": "LK",
    "Spanish": "MX CO",
    "Swahili": "KE",
    "Turkish": "TR",
    "Ukrainian": "UA",
    "Urdu": "PK",
    "Vietnamese": "VN",
    "Yoruba": "NG",
}
JOBS = (
    "Sales / Vente",
    "Accounting / Comptabilité",
    "Teaching / Enseignement",
    "Design / Conception",
    "Nursing / Soins",
)
DID = {
    Activity.STUDY: "Full-time study / Études à temps plein",
    Activity.UNEMPLOYED: "Between two jobs / Entre deux emplois",
    Activity.HOME: "Household and family / Ménage et famille",
}
PURPOSES = ("Holidays / Vacances", "Family / Famille", "Work meeting / Réunion de travail", "Wedding / Mariage")
SAID_YES = {
    "refused_visa": (
        "My first request for a visitor visa was refused for want of funds; the second was granted.\n\n"
        "Ma première demande de visa de visiteur a été refusée faute de fonds; la deuxième a été acceptée."
    ),
    "military_service": (
        "Compulsory service of twelve months, as a clerk, at nineteen.\n\n"
        "Service obligatoire de douze mois, comme commis, à dix-neuf ans."
    ),
    "organisations": (
        "Member of a student chess club for three years.\n\nMembre d'un club d'échecs étudiant pendant trois ans."
    ),
}
DIFFERS = {
    "funds_cents": (
        "We have saved more since the profile was submitted.\n\n"
        "Nous avons épargné davantage depuis la soumission du profil."
    ),
    "country_of_birth": (
        "In the profile I gave the country of my citizenship by mistake.\n\n"
        "Dans le profil, j'avais donné par erreur le pays de ma citoyenneté."
    ),
    "hours_per_week": (
        "I had counted the lunch breaks; the letter of the employer says 37.5 hours.\n\n"
        "J'avais compté les pauses du midi; la lettre de l'employeur indique 37,5 heures."
    ),
}
