/** What becomes of people who are missing from the export: they are reported; or their open invites are cancelled; or that and suppressed. */
export type LeaversChoice = 'report' | 'cancel' | 'suppress';
