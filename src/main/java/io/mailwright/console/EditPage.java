package io.mailwright.console;

import io.mailwright.kernel.store.Revision;
import io.mailwright.kernel.store.StoredEntity;
import jakarta.inject.Inject;
import java.io.Serializable;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A page on which something stored is edited, or a new one is made. Of two people who save the same
 * the later is told so, and decides whose stays.
 *
 * @param <T> what is edited
 */
public abstract class EditPage<T extends StoredEntity> implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What was typed. */
  protected final FormFields form = new FormFields();

  @Inject protected Attempt attempt;

  private long id;
  private int version;
  private boolean isOvertaken;

  /**
   * Saves what was typed.
   *
   * @return where to go; null to stay
   */
  public abstract String save();

  /** What is edited, as it is stored now. */
  protected abstract T stored();

  /** Reads what is edited; that is the version which {@link #seen} says. */
  protected T read() {
    T now = stored();
    version = now.version();
    return now;
  }

  /** What a change must find. */
  protected Revision seen() {
    return Revision.of(version);
  }

  /** Whether it is made, and not changed. */
  protected boolean isNew() {
    return id == 0;
  }

  /**
   * Stores what was typed.
   *
   * @param rights those of {@link #attempt} that it takes
   * @param change what to do, which may refuse
   * @return the id; empty if it was refused
   */
  protected OptionalLong store(Predicate<Attempt.Work> rights, Supplier<T> change) {
    long[] saved = new long[1];
    boolean isDone = rights.test(() -> saved[0] = change.get().id());
    isOvertaken = attempt.isOvertaken();
    return isDone ? OptionalLong.of(saved[0]) : OptionalLong.empty();
  }

  /** Saves this over what somebody else saved. */
  public String overwrite() {
    read();
    return save();
  }

  /** Whether somebody else saved meanwhile, so that a person must decide. */
  public boolean isOvertaken() {
    return isOvertaken;
  }

  /** What was typed, by field. */
  public Map<String, Object> getIn() {
    return form.map();
  }

  /** What is edited; 0 for a new one. */
  public long getId() {
    return id;
  }

  public void setId(long id) {
    this.id = id;
  }
}
