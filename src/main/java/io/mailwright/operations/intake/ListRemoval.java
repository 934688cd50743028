package io.mailwright.operations.intake;

import io.mailwright.audience.contact.ContactRepository;
import io.mailwright.audience.imports.ImportRepository;
import io.mailwright.audience.imports.ListImport;
import io.mailwright.audience.list.ContactList;
import io.mailwright.audience.list.ContactListRepository;
import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.delivery.lease.Lease;
import io.mailwright.delivery.lease.LeaseRepository;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.store.Revision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Deletes a list with its contacts and imports. What campaigns sent stays in their ledgers.
 *
 * <p>Millions of contacts go in slices, each in a short transaction: after a crash in between the
 * list is there with the rest, and can be deleted again.
 */
@ApplicationScoped
public class ListRemoval {
  private static final int SLICE = 20_000;
  private static final int IMPORTS_AT_ONCE = 1000;

  private ContactListRepository lists;
  private ContactRepository contacts;
  private ImportRepository imports;
  private CampaignRepository campaigns;
  private LeaseRepository leases;
  private Uploads uploads;

  /** For CDI. */
  protected ListRemoval() {}

  @Inject
  ListRemoval(
      ContactListRepository lists,
      ContactRepository contacts,
      ImportRepository imports,
      CampaignRepository campaigns,
      LeaseRepository leases,
      Uploads uploads) {
    this.lists = lists;
    this.contacts = contacts;
    this.imports = imports;
    this.campaigns = campaigns;
    this.leases = leases;
    this.uploads = uploads;
  }

  /**
   * What a removal takes, and what stands against it.
   *
   * @param contacts how many contacts go
   * @param imports how many imports go, with their rejected rows
   * @param openCampaigns the campaigns that are not over and send to the list; none: it may go
   */
  public record Preview(long contacts, long imports, List<Campaign> openCampaigns) {}

  /** What {@link #remove} would do now; counts the rows. */
  public Preview preview(long listId) {
    return new Preview(contacts.count(listId), imports.count(listId), campaigns.openWith(listId));
  }

  /**
   * Deletes the list, its contacts and its imports.
   *
   * @throws MailwrightException {@link ErrorCode#NOT_FOUND}, {@link ErrorCode#STALE_VERSION}, or
   *     {@link ErrorCode#STILL_IN_USE} while a campaign that is not over sends to it, or an import
   *     into it runs; then nothing is changed
   */
  public void remove(long listId, Revision expected) {
    ContactList list = lists.get(listId);
    expected.check(list.version(), "list", listId);
    refuseWhileImported(list);
    do {
      refuseWhileUsed(list);
    } while (contacts.deleteOfList(listId, SLICE) > 0);
    discardFiles(listId);
    imports.deleteOfList(listId);
    campaigns.forgetList(listId);
    lists.delete(listId, Revision.latest());
  }

  private void refuseWhileUsed(ContactList list) {
    Optional<Campaign> open = campaigns.openWith(list.id()).stream().findFirst();
    if (open.isPresent()) {
      throw new MailwrightException(
          ErrorCode.STILL_IN_USE,
          "The campaign \""
              + open.get().name()
              + "\" ("
              + open.get().id()
              + ") sends to the list \""
              + list.name()
              + "\" and is not over. The list was kept; wait for the campaign to end, cancel it, or"
              + " give it another list.");
    }
  }

  private void refuseWhileImported(ContactList list) {
    for (ListImport found : imports.ofList(list.id(), Long.MAX_VALUE, IMPORTS_AT_ONCE)) {
      if (!found.state().isFinal() && leases.isHeld(Lease.ofImport(found.id()))) {
        throw new MailwrightException(
            ErrorCode.STILL_IN_USE,
            "The import "
                + found.id()
                + " into the list \""
                + list.name()
                + "\" still runs. The list was kept; wait for the import or stop it.");
      }
    }
  }

  private void discardFiles(long listId) {
    imports.ofList(listId, Long.MAX_VALUE, IMPORTS_AT_ONCE).stream()
        .filter(found -> !found.state().isFinal())
        .forEach(found -> uploads.discard(Path.of(found.request().uploadPath())));
  }
}
