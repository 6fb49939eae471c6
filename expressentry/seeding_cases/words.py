"""What officers wrote in synthetic cases: free text, so each says it in both languages."""

from expressentry.models import DemandKind

NOTE = (
    "Synthetic case of the demonstration: its dates and decisions are invented, it has no documents, and of its answers"
    " only those of the profile.\n\n"
    "Cas synthétique de la démonstration : ses dates et ses décisions sont inventées, il est sans documents et ne"
    " contient que les réponses du profil."
)
NOTE_WITH_PAPERS = (
    "Synthetic case of the demonstration: its dates and decisions are invented, each of its documents is one page that"
    " says so, and of its answers it has only those of the profile.\n\n"
    "Cas synthétique de la démonstration : ses dates et ses décisions sont inventées, chacun de ses documents est une"
    " page qui le dit, et il ne contient que les réponses du profil."
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
