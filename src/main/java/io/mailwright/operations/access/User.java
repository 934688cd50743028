package io.mailwright.operations.access;

import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.StoredEntity;
import io.mailwright.operations.notice.NoticeKind;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;

/** A person who logs in. */
@Entity
@Table(name = "app_user")
public class User extends StoredEntity {
  @Column(updatable = false)
  private String name;

  @Column(name = "password_hash")
  private String passwordHash;

  @Enumerated(EnumType.STRING)
  private Role role;

  private String email;

  @Enumerated(EnumType.STRING)
  private Language language = Language.EN;

  @Column(name = "notice_kinds")
  private String noticeKinds;

  /** For Jakarta Persistence. */
  protected User() {}

  User(String name, String passwordHash, Role role, Correspondence how, Instant createdAt) {
    super(createdAt);
    this.name = checkedName(name);
    this.passwordHash = passwordHash;
    this.role = role;
    write(how);
  }

  static String checkedName(String given) {
    String name = Require.line("name", given, 100);
    if (!name.matches("[\\p{L}\\p{N}._@+-]+")) {
      throw Require.refused("name", "may hold letters, digits and . _ @ + - only.");
    }
    return name;
  }

  /** The name to log in with; no two users have the same. */
  public String name() {
    return name;
  }

  /** What they may do. */
  public Role role() {
    return role;
  }

  /** How notices reach them. */
  public Correspondence correspondence() {
    return new Correspondence(
        Optional.ofNullable(email).map(EmailAddress::of), language, NoticeKind.ofText(noticeKinds));
  }

  String passwordHash() {
    return passwordHash;
  }

  void changePassword(String hash) {
    this.passwordHash = hash;
  }

  void changeRole(Role newRole) {
    this.role = newRole;
  }

  final void write(Correspondence how) {
    this.email = how.email().map(EmailAddress::written).orElse(null);
    this.language = how.language();
    this.noticeKinds = NoticeKind.text(how.kinds());
  }
}
