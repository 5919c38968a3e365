"""Word lists from which the demo world's companies, people and addresses are drawn."""

from typing import Final

BRANDS: Final = (
    "Aroha", "Ashburton", "Awatere", "Bluewater", "Bellbird", "Black Sands", "Cabbage Tree",
    "Canterbury", "Cardrona", "Castlepoint", "Clutha", "Cook Strait", "Coromandel", "Crown Range",
    "Dunstan", "Egmont", "Fantail", "Fernside", "Fiordland", "Foxton", "Glenorchy", "Golden Bay",
    "Greenstone", "Halswell", "Harakeke", "Hauraki", "Hāwea", "Heretaunga", "Hokianga", "Huka",
    "Kahurangi", "Kaikōura", "Kaimai", "Karaka", "Kawarau", "Kererū", "Kōwhai", "Lakeview",
    "Lyttelton", "Mackenzie", "Mānuka", "Marlborough", "Matakana", "Mercer", "Miramar", "Motueka",
    "Ngaio", "Northcote", "Ōamaru", "Ōtaki", "Pacific Rim", "Paparoa", "Pāua", "Pegasus", "Piha",
    "Pōhutukawa", "Ponsonby", "Port Hills", "Pounamu", "Rangitoto", "Raukawa", "Remutaka", "Rimu",
    "Riverstone", "Ruapehu", "Sandfly Bay", "Silverstream", "Southern Cross", "Sunrise", "Takahē",
    "Tararua", "Tasman", "Tōtara", "Tūī", "Waiheke", "Wairau", "Waitākere", "Weka",
)  # fmt: skip

TRADES: Final = (
    "Accounting", "Architects", "Auto Centre", "Bakery", "Builders", "Cartage", "Civil", "Dairy",
    "Dental", "Early Learning", "Electrical", "Engineering", "Farm Supplies", "Fisheries",
    "Foods", "Freight", "Funeral Services", "Furniture", "Health", "Honey", "Horticulture",
    "Hotels", "Insurance Brokers", "Joinery", "Landscaping", "Law", "Logistics", "Medical Centre",
    "Motors", "Optometrists", "Orchards", "Physiotherapy", "Plumbing", "Print & Signs", "Property",
    "Quarries", "Real Estate", "Recruitment", "Roofing", "Scaffolding", "Seafood", "Surveyors",
    "Timber", "Tours", "Transport", "Veterinary", "Winery", "Wool Merchants",
)  # fmt: skip

PARTNERSHIPS: Final = (
    "Harper & Sons Builders", "O'Connor Marine", "McAllister, Reid & Co", "D'Souza Dental Studio",
    "Brown / Whiting Architects", "Awa Nui Trust", "St Clair Café", "Number 8 Wire Works",
    "R.J. Pritchard (2009)", "Wī Tako Consulting",
)  # fmt: skip

AUSTRALIANS: Final = (
    "Bondi Digital Pty Ltd", "Yarra Valley Packaging Pty Ltd", "Fremantle Marine Pty Ltd",
    "Glenelg Dental Group Pty Ltd", "Gold Coast Holiday Parks Pty Ltd", "Hobart Timber Pty Ltd",
    "Ballarat Tooling Pty Ltd", "Newcastle Logistics Pty Ltd", "Cairns Reef Tours Pty Ltd",
    "Parramatta Legal Pty Ltd", "Bendigo Ceramics Pty Ltd", "Darwin Air Charter Pty Ltd",
    "Toowoomba Grain Pty Ltd",
)  # fmt: skip

AMERICANS: Final = (
    "Cascade Outdoor Inc.", "Redwood Analytics LLC", "Lone Star Pump Works Inc.",
    "Blue Ridge Instruments LLC", "Puget Software Inc.", "Great Lakes Bearings Inc.",
    "Mesa Solar LLC",
)  # fmt: skip

SUPPLIERS: Final = (
    "Harbour Distribution Limited", "Southern Tech Wholesale Limited", "Kea Components Limited",
    "Trans-Tasman Licensing Pty Ltd", "Fibrelink Wholesale Limited", "Matariki Hardware Limited",
    "Aotearoa Cabling Supplies Limited", "Pacific Telephony Limited",
)  # fmt: skip

FIRST_NAMES: Final = (
    "Aroha", "Ben", "Caitlin", "Daniel", "Emma", "Finn", "Grace", "Hēmi", "Isla", "Jack", "Kiri",
    "Liam", "Mere", "Nikau", "Olivia", "Priya", "Rawiri", "Sophie", "Tama", "Zoë", "Mei", "Sione",
)  # fmt: skip

LAST_NAMES: Final = (
    "Anderson", "Bennett", "Chen", "Davies", "Edwards", "Fa'asavalu", "Goodwin", "Harris",
    "Ihaka", "Jones", "Kumar", "Lewis", "McKenzie", "Ngata", "O'Brien", "Parata", "Ropata",
    "Smith", "Tamihere", "Urlich", "Walker", "Young",
)  # fmt: skip

STREETS: Final = (
    "Queen Street", "Victoria Street", "High Street", "Great South Road", "Tory Street",
    "Manchester Street", "Ferry Road", "Devon Street East", "Heretaunga Street", "The Strand",
    "Cuba Street", "Moorhouse Avenue", "Jellicoe Street", "Station Road", "Halsey Street",
    "Tramway Road", "Princes Street", "Trafalgar Street", "Khyber Pass Road", "Cameron Road",
)  # fmt: skip

NEW_ZEALAND: Final = (
    ("Auckland", "Auckland", "1010", "9"),
    ("Hamilton", "Waikato", "3204", "7"),
    ("Tauranga", "Bay of Plenty", "3110", "7"),
    ("Napier", "Hawke's Bay", "4110", "6"),
    ("New Plymouth", "Taranaki", "4310", "6"),
    ("Palmerston North", "Manawatū-Whanganui", "4410", "6"),
    ("Wellington", "Wellington", "6011", "4"),
    ("Lower Hutt", "Wellington", "5010", "4"),
    ("Nelson", "Nelson", "7010", "3"),
    ("Christchurch", "Canterbury", "8011", "3"),
    ("Queenstown", "Otago", "9300", "3"),
    ("Dunedin", "Otago", "9016", "3"),
    ("Invercargill", "Southland", "9810", "3"),
)

AUSTRALIA: Final = (
    ("Sydney", "NSW", "2000", "2"),
    ("Melbourne", "VIC", "3000", "3"),
    ("Brisbane", "QLD", "4000", "7"),
    ("Perth", "WA", "6000", "8"),
    ("Adelaide", "SA", "5000", "8"),
)

UNITED_STATES: Final = (
    ("Seattle", "WA", "98101", "206"),
    ("Austin", "TX", "78701", "512"),
    ("Denver", "CO", "80202", "303"),
    ("Asheville", "NC", "28801", "828"),
)
