package io.mailwright.console.campaign;

import io.mailwright.audience.list.ContactList;
import io.mailwright.audience.list.ContactListRepository;
import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignDraft;
import io.mailwright.campaign.CampaignNotices;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.campaign.OnAmbiguous;
import io.mailwright.campaign.RateUnit;
import io.mailwright.console.EditPage;
import io.mailwright.console.Visitor;
import io.mailwright.console.Words;
import io.mailwright.console.Zone;
import io.mailwright.content.template.Template;
import io.mailwright.content.template.TemplateRepository;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import io.mailwright.operations.access.User;
import io.mailwright.operations.access.UserRepository;
import io.mailwright.operations.notice.NoticeKind;
import io.mailwright.operations.notice.NoticeWishes;
import io.mailwright.routing.Pool;
import io.mailwright.routing.PoolRepository;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** The guided form: to whom, what, from whom, how. What was typed stays until it is saved. */
@Named("campaignForm")
@ViewScoped
public class CampaignForm extends EditPage<Campaign> {
  private static final long serialVersionUID = 1L;

  /** The last step; the campaign's page is what follows. */
  private static final int STEPS = 4;

  private static final CampaignNotices NO_NOTICES = new CampaignNotices(Optional.empty(), Set.of());

  @Inject private CampaignRepository campaigns;
  @Inject private ContactListRepository lists;
  @Inject private TemplateRepository templates;
  @Inject private PoolRepository pools;
  @Inject private NoticeWishes wishes;
  @Inject private UserRepository users;
  @Inject private Visitor visitor;
  @Inject private Zone zone;
  @Inject private Words words;

  private int step = 1;
  private boolean isLoaded;
  private boolean isFrozen;

  /** Reads the campaign to edit, once; a new form has the defaults. */
  public void load() {
    visitor.requireSender();
    if (isLoaded) {
      return;
    }
    isLoaded = true;
    CampaignFields.preset(form, zone.id());
    fill(new CampaignNotices(Optional.of(visitor.getName()), Set.of()));
    if (getId() > 0) {
      Campaign campaign = read();
      isFrozen = !campaign.state().isEditable();
      step = isFrozen ? STEPS : 1;
      CampaignFields.fill(form, campaign.draft(), zone.id(), words.locale());
      fill(campaign.notices());
    }
  }

  /** Goes on if this step's fields are good. */
  public void forward() {
    if (attempt.asSender(this::checkStep)) {
      step = Math.min(STEPS, step + 1);
    }
  }

  /** Goes back; nothing is lost. */
  public void back() {
    step = Math.max(1, step - 1);
  }

  private void checkStep() {
    switch (step) {
      case 1 -> Require.all(() -> Require.line("name", form.text("name"), 200), this::requireLists);
      case 2 -> form.id("templateId");
      case 3 ->
          Require.all(
              () -> form.address("from.address"),
              () -> form.optionalAddress("replyTo"),
              () -> form.optionalAddress("envelopeSender"),
              () -> form.id("poolId"));
      default -> CampaignFields.draft(form, zone.id());
    }
  }

  private void requireLists() {
    if (form.several("listIds").isEmpty()) {
      throw Require.refused("listIds", "is missing. Choose at least one list.");
    }
  }

  @Override
  protected Campaign stored() {
    return campaigns.get(getId());
  }

  /** Saves, and goes to the campaign's page with its last numbers. */
  @Override
  public String save() {
    OptionalLong saved =
        store(
            attempt::asSender,
            () -> {
              CampaignDraft draft = CampaignFields.draft(form, zone.id());
              CampaignNotices notices = notices();
              Campaign made =
                  isNew()
                      ? campaigns.create(draft, notices.owner())
                      : campaigns.change(getId(), seen(), draft);
              if (!made.notices().equals(notices)) {
                campaigns.changeNotices(made.id(), Revision.of(made.version()), notices);
              }
              return made;
            });
    if (saved.isEmpty()) {
      attempt.refusal().flatMap(MailwrightException::field).ifPresent(this::showStepOf);
      return null;
    }
    attempt.done("campaign.saved");
    return "/campaign?faces-redirect=true&id=" + saved.getAsLong();
  }

  private CampaignNotices notices() {
    List<String> wanted = form.several("notifyKinds");
    return wishes.of(
        isNew() ? NO_NOTICES : stored().notices(),
        form.optional("owner"),
        Arrays.stream(NoticeKind.values())
            .filter(kind -> !kind.isOfCampaign() || wanted.contains(kind.name()))
            .map(NoticeKind::word)
            .toList());
  }

  /** Whose it can be. */
  public List<String> getUsers() {
    // Also one that was removed, so that saving something else changes nothing here.
    return Stream.concat(
            users.page(PageRequest.first(PageRequest.MAX_LIMIT)).items().stream().map(User::name),
            form.optional("owner").stream())
        .distinct()
        .toList();
  }

  /** What its addresses can be told. */
  public List<NoticeKind> getNoticeKinds() {
    return Arrays.stream(NoticeKind.values()).filter(NoticeKind::isOfCampaign).toList();
  }

  private void fill(CampaignNotices notices) {
    form.put("owner", notices.owner().orElse(""))
        .put(
            "notifyKinds",
            NoticeWishes.kinds(notices).stream().map(Enum::name).toArray(String[]::new));
  }

  /** Goes back to the step that has the field which was refused at the end. */
  private void showStepOf(String field) {
    if (isFrozen) {
      return;
    }
    step =
        switch (field) {
          case "name", "listIds" -> 1;
          case "templateId" -> 2;
          case "from.address", "from.name", "replyTo", "envelopeSender", "poolId" -> 3;
          default -> STEPS;
        };
  }

  /** Lists to choose from. */
  public List<ContactList> getLists() {
    return lists.page(PageRequest.first(PageRequest.MAX_LIMIT)).items();
  }

  /** Templates to choose from. */
  public List<Template> getTemplates() {
    return templates.page(PageRequest.newest(PageRequest.MAX_LIMIT)).items();
  }

  /** Pools to choose from. */
  public List<Pool> getPools() {
    return pools.page(PageRequest.first(PageRequest.MAX_LIMIT)).items();
  }

  /** The lengths of time that a rate can be for. */
  public RateUnit[] getRateUnits() {
    return RateUnit.values();
  }

  /** What may become of a mail in doubt. */
  public OnAmbiguous[] getAmbiguousChoices() {
    return OnAmbiguous.values();
  }

  /** The hours that are typed, drawn; no rows while they are no hours. */
  public WeekPicture getWeek() {
    try {
      return WeekPicture.of(CampaignFields.windowRule(form).minutes(), words.locale());
    } catch (MailwrightException e) {
      // What is wrong is said at the field when the form is saved.
      return new WeekPicture(List.of());
    }
  }

  /** Whether it has started, so that only limits can change. */
  public boolean isFrozen() {
    return isFrozen;
  }

  /** The present step, 1 to 4. */
  public int getStep() {
    return step;
  }

  /** Whether what follows is saving. */
  public boolean isLast() {
    return step == STEPS;
  }
}
