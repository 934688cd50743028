package io.mailwright.operations.campaign;

import io.mailwright.audience.contact.AudienceSize;
import io.mailwright.audience.contact.Contact;
import io.mailwright.audience.contact.ContactRepository;
import io.mailwright.audience.list.ContactListRepository;
import io.mailwright.campaign.Campaign;
import io.mailwright.content.check.TemplateCheck;
import io.mailwright.content.program.MailSender;
import io.mailwright.content.program.MailSigners;
import io.mailwright.content.render.Recipient;
import io.mailwright.content.render.TemplateSource;
import io.mailwright.content.template.TemplateRepository;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.operations.preview.TemplatePreview;
import io.mailwright.routing.Pool;
import io.mailwright.routing.PoolRepository;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jsoup.Jsoup;

/** Looks at a campaign before its start; changes nothing. */
@Named("launchCheck")
@RequestScoped
public class LaunchCheck {
  /** Contacts whose columns say which variables are known. */
  private static final int SAMPLE = 100;

  @Inject private ContactRepository contacts;
  @Inject private ContactListRepository lists;
  @Inject private TemplateRepository templates;
  @Inject private PoolRepository pools;
  @Inject private TemplatePreview previews;
  @Inject private MailSigners signers;

  private long checkedId;
  private LaunchNumbers numbers;

  /** The numbers of a campaign; counted once a request. */
  public LaunchNumbers of(Campaign campaign) {
    if (numbers == null || checkedId != campaign.id()) {
      numbers = count(campaign);
      checkedId = campaign.id();
    }
    return numbers;
  }

  private LaunchNumbers count(Campaign campaign) {
    AudienceSize size = contacts.audience(campaign.listIds());
    TemplateSource source = templates.current(campaign.templateId());
    Set<String> known = attributes(campaign.listIds());
    TemplateCheck check = TemplateCheck.of(source, known);
    Pool pool = pools.get(campaign.poolId());
    long willSend = size.addresses() - size.suppressed();
    return new LaunchNumbers(
        size.contacts(),
        size.contacts() - size.addresses(),
        size.suppressed(),
        size.contacts() == 0 ? Set.of() : check.unknownVariables(known),
        check.isUsable(),
        pool.members().size(),
        bytes(campaign, source),
        Jsoup.parse(source.html()).select("a[href]").size(),
        campaign.listIds().stream().map(id -> lists.get(id).name()).toList(),
        source.name(),
        pool.name(),
        campaign.interval().map(interval -> interval.multipliedBy(Math.max(0, willSend))));
  }

  private Set<String> attributes(Set<Long> listIds) {
    Set<String> names = new HashSet<>();
    for (long listId : listIds) {
      for (Contact contact : contacts.page(listId, PageRequest.first(SAMPLE), "").items()) {
        names.addAll(contact.attributes().keySet());
      }
    }
    return names;
  }

  /** One mail as it really is: encodings and headers are more than the template. */
  private long bytes(Campaign campaign, TemplateSource source) {
    EmailAddress from = EmailAddress.of(campaign.fromAddress());
    try {
      return previews
          .of(
              source,
              sample(campaign.listIds()),
              new MailSender(from, campaign.fromName(), campaign.replyTo().map(EmailAddress::of)),
              signers.of(from))
          .raw()
          .length();
    } catch (MailwrightException e) {
      // The page says beside it that the mail cannot be made.
      return bytesOfParts(source);
    }
  }

  private Recipient sample(Set<Long> listIds) {
    return listIds.stream()
        .flatMap(listId -> contacts.page(listId, PageRequest.first(1), "").items().stream())
        .findFirst()
        .map(TemplatePreview::recipient)
        .orElseGet(() -> TemplatePreview.recipient(Map.of()));
  }

  private static long bytesOfParts(TemplateSource source) {
    long text = octets(source.html()) + source.text().map(LaunchCheck::octets).orElse(0L);
    long files = source.attachments().stream().mapToLong(a -> a.bytes().length).sum();
    return text + files * 4 / 3;
  }

  private static long octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
