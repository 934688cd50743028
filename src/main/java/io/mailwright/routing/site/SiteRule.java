package io.mailwright.routing.site;

import io.mailwright.kernel.store.StoredEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** A site that people added, or what they made of one that is built in. */
@Entity
@Table(name = "site_rule")
public class SiteRule extends StoredEntity {
  private String name;

  @Column(name = "display_name")
  private String displayName;

  private String domains;

  @Column(name = "mx_suffixes")
  private String mxSuffixes;

  /** For Jakarta Persistence. */
  protected SiteRule() {}

  SiteRule(SiteDraft draft, Instant createdAt) {
    super(createdAt);
    this.name = draft.name();
    describe(draft);
  }

  final void describe(SiteDraft draft) {
    this.displayName = draft.displayName();
    this.domains = String.join(" ", draft.domains());
    this.mxSuffixes = String.join(" ", draft.mxSuffixes());
  }

  /** What the site is called; never changes. */
  String name() {
    return name;
  }

  List<String> domains() {
    return words(domains);
  }

  /**
   * The site as it stands.
   *
   * @param builtIn whether the product knows one of this name
   */
  Site site(boolean builtIn) {
    return new Site(
        name,
        displayName,
        domains(),
        words(mxSuffixes),
        builtIn,
        true,
        // The built-in itself is version 1, so that its ETag is not taken for that of a change.
        version() + (builtIn ? 1 : 0));
  }

  /** A stored list. */
  static List<String> words(String text) {
    return Stream.of(text.split(" ")).filter(word -> !word.isEmpty()).toList();
  }
}
