package io.mailwright.campaign;

/**
 * Said once when no recipient of a campaign is left to be sent to; it may be said again after a
 * crash in that moment.
 */
public record CampaignFinished(long campaignId) {}
