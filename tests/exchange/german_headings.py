"""How a German firm would head the same columns."""

from __future__ import annotations

GERMAN: dict[str, dict[str, str]] = {
    "asset-register": {
        "ID": "Nr.", "Asset Name": "Bezeichnung", "Type": "Typ", "Category": "Kategorie", "Owner": "Eigentümer",
        "Custodian": "Betreuer", "Location": "Standort", "Classification": "Klassifizierung",
        "Criticality": "Kritikalität", "Environment": "Umgebung", "Description": "Beschreibung",
        "Status": "Status",
    },
    "capa-register": {
        "ID": "Nr.", "Source": "Quelle", "Date Raised": "Festgestellt am",
        "Finding / Nonconformity": "Abweichung", "Root Cause": "Grundursache",
        "Correction (Immediate)": "Sofortmaßnahme", "Corrective Action": "Korrekturmaßnahme",
        "Owner": "Verantwortlich", "Due Date": "Fällig am", "Status": "Status",
        "Effectiveness Check": "Wirksamkeitsprüfung", "Closure Date": "Abgeschlossen am",
    },
    "document-control-register": {
        "Doc ID": "Dokument-Nr.", "Title": "Titel", "Type": "Dokumentart", "Owner": "Verantwortlich",
        "Approver": "Freigegeben von", "Version": "Version", "Effective Date": "Gültig ab",
        "Last Review": "Letzte Prüfung", "Next Review": "Nächste Prüfung", "Classification": "Klassifizierung",
        "Distribution": "Verteiler", "Status": "Status",
    },
    "exceptions-register": {
        "ID": "Nr.", "Type": "Art", "Scope": "Geltungsbereich", "Description": "Beschreibung",
        "Reason": "Begründung", "Compensating Controls": "Kompensierende Maßnahmen",
        "Requested By": "Beantragt von", "Approved By": "Genehmigt von", "Granted": "Genehmigt am",
        "Expires": "Gültig bis", "Status": "Status",
    },
    "incident-register": {
        "ID": "Nr.", "Title": "Titel", "Type": "Art des Vorfalls", "Severity": "Schweregrad",
        "Affected Assets": "Betroffene Werte", "Reported By": "Gemeldet von", "Reported At": "Gemeldet am",
        "Detected By": "Erkannt durch", "Detection Method": "Erkennungsmethode",
        "Response Team": "Reaktionsteam", "Containment At": "Eingedämmt am", "Resolved At": "Behoben am",
        "MTTR (h)": "Stunden bis zur Behebung", "Data Breach": "Datenschutzverletzung",
        "Authority Notification": "Meldung an Behörde", "Root Cause": "Ursache",
        "Corrective Action": "Korrekturmaßnahmen", "Status": "Status",
    },
    "legal-compliance-register": {
        "ID": "Nr.", "Regulation": "Vorschrift", "Article / Section": "Artikel / Abschnitt",
        "Requirement": "Anforderung", "Applicability": "Anwendbarkeit", "Obligation Type": "Art der Pflicht",
        "Responsible": "Zuständig", "Evidence": "Nachweis", "Status": "Erfüllungsstatus",
        "Next Review": "Nächste Überprüfung",
    },
    "risk-register": {
        "ID": "Risiko-ID", "Risk Title": "Risiko", "Description": "Beschreibung",
        "Asset / Process": "Wert / Prozess", "Threat": "Bedrohung", "Vulnerability": "Schwachstelle",
        "Owner": "Risikoeigner", "Likelihood (1-5)": "Eintrittswahrscheinlichkeit (1-5)",
        "Impact Financial": "Finanzielle Auswirkung", "Impact Operational": "Auswirkung operativ",
        "Impact Reputational": "Auswirkung Reputation", "Impact Legal/Regulatory": "Auswirkung Recht",
        "Impact Health/Safety": "Auswirkung Gesundheit/Sicherheit", "Max Impact": "Maximale Auswirkung",
        "Inherent Score": "Inhärenter Risikowert", "Inherent Risk Level": "Inhärente Risikostufe",
        "Existing Controls": "Bestehende Maßnahmen", "Residual Likelihood": "Restwahrscheinlichkeit",
        "Residual Max Impact": "Maximale Restauswirkung", "Residual Score": "Restrisikowert",
        "Residual Risk Level": "Restrisikostufe", "Treatment Decision": "Behandlungsentscheidung",
        "Status": "Stand",
    },
    "risk-treatment-plan": {
        "ID": "Nr.", "Risk ID": "Risiko-ID", "Action": "Maßnahme", "Annex A Control": "Anhang A",
        "Owner": "Verantwortlich", "Start Date": "Beginn", "Due Date": "Fällig am",
        "Budget (EUR)": "Budget (EUR)", "Status": "Status", "Verification": "Nachweis",
        "Residual Score After": "Restrisiko nach Maßnahme",
    },
    "security-objectives-register": {
        "ID": "Nr.", "Objective": "Ziel", "Linked ISO Clause / Risk": "Bezug", "Owner": "Verantwortlich",
        "Metric": "Kennzahl", "Baseline (start of year)": "Ausgangswert (Jahresbeginn)", "Target": "Zielwert",
        "Measurement Frequency": "Messhäufigkeit", "Current Value": "Aktueller Wert", "Status": "Status",
        "Review Date": "Überprüfungsdatum", "Linked Action": "Verknüpfte Maßnahme",
    },
    "statement-of-applicability": {
        "Control ID": "Maßnahmen-ID", "Control Name": "Maßnahme", "Theme": "Thema", "Applicable": "Anwendbar",
        "Justification": "Begründung", "Implementation Status": "Umsetzungsstatus",
        "Implementation Description": "Beschreibung der Umsetzung", "Reference": "Verweis",
    },
    "supplier-register": {
        "ID": "Nr.", "Supplier": "Lieferant", "Service": "Leistung", "Category": "Kategorie",
        "Criticality": "Kritikalität", "Data Accessed": "Zugriff auf Daten", "Location": "Standort",
        "Contract Start": "Vertragsbeginn", "Contract End": "Vertragsende", "DPA Signed": "AVV abgeschlossen",
        "Certifications": "Zertifizierungen", "Last Review": "Letzte Überprüfung", "Review Result": "Ergebnis",
        "Next Review": "Nächste Überprüfung", "Status": "Status", "Owner": "Verantwortlich",
    },
    "threat-register": {
        "ID": "Nr.", "Threat": "Bedrohung", "Category": "Kategorie", "Source": "Quelle",
        "Description": "Beschreibung", "TTP (MITRE ATT&CK)": "Techniken (MITRE ATT&CK)",
        "Relevance": "Relevanz", "Targeted Assets": "Angriffsziele", "Likelihood": "Wahrscheinlichkeit",
        "Potential Impact": "Mögliche Auswirkung", "Mitigation Controls": "Gegenmaßnahmen",
        "Last Reviewed": "Zuletzt überprüft",
    },
    "training-register": {
        "Person": "Mitarbeiter/in", "Role": "Funktion", "Training": "Schulung", "Type": "Art",
        "Due Date": "Fällig am", "Completion Date": "Absolviert am", "Status": "Status", "Evidence": "Nachweis",
        "Next Refresh": "Nächste Auffrischung",
    },
    "vulnerability-register": {
        "ID": "Nr.", "CVE": "CVE", "Title": "Schwachstelle", "Product": "Produkt",
        "Affected Asset": "Betroffener Wert", "CVSS v3.1": "CVSS", "EPSS": "EPSS", "Severity": "Schweregrad",
        "Discovered": "Entdeckt am", "Source": "Quelle", "Patch Available": "Patch verfügbar",
        "Remediation Deadline": "Frist zur Behebung", "Status": "Status", "Owner": "Verantwortlich",
        "Notes": "Bemerkungen",
    },
}  # fmt: skip
