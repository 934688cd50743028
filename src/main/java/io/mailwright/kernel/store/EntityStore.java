package io.mailwright.kernel.store;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.TypedQuery;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The steps that every repository of entities has, inside the caller's transaction. What the
 * database refuses comes out as a numbered error while the caller can still name it, which is why
 * each change is flushed at once.
 *
 * @param <T> the entity
 */
public final class EntityStore<T extends StoredEntity> {
  private final EntityManager entities;
  private final Class<T> type;
  private final String noun;

  /**
   * @param entities of the current transaction
   * @param type the entity
   * @param noun how people call one, for messages
   */
  public EntityStore(EntityManager entities, Class<T> type, String noun) {
    this.entities = entities;
    this.type = type;
    this.noun = noun;
  }

  /** The one with this id, if there is one. */
  public Optional<T> find(long id) {
    return Optional.ofNullable(entities.find(type, id));
  }

  /**
   * The one with this id.
   *
   * @throws MailwrightException {@link ErrorCode#NOT_FOUND}
   */
  public T get(long id) {
    return find(id)
        .orElseThrow(
            () ->
                new MailwrightException(
                    ErrorCode.NOT_FOUND, "There is no " + noun + " " + id + "."));
  }

  /** A page by id. */
  public Page<T> page(PageRequest request) {
    return page(request, "", Map.of());
  }

  /**
   * A page by id of those that meet a condition.
   *
   * @param condition of {@code e}, in the words of Jakarta Persistence; empty for none
   * @param values those that it names
   */
  public Page<T> page(PageRequest request, String condition, Map<String, Object> values) {
    String order =
        request.descending() ? "e.id < :cursor ORDER BY e.id DESC" : "e.id > :cursor ORDER BY e.id";
    TypedQuery<T> query =
        entities.createQuery(
            "SELECT e FROM "
                + type.getSimpleName()
                + " e WHERE "
                + (condition.isEmpty() ? "" : condition + " AND ")
                + order,
            type);
    values.forEach(query::setParameter);
    return Page.of(
        query
            .setParameter("cursor", request.cursor())
            .setMaxResults(request.limit() + 1)
            .getResultList(),
        request,
        StoredEntity::id);
  }

  /** The one of this name, if there is one; only for entities with a {@code name}. */
  public Optional<T> findByName(String name) {
    return entities
        .createQuery("SELECT e FROM " + type.getSimpleName() + " e WHERE e.name = :name", type)
        .setParameter("name", name)
        .getResultStream()
        .findFirst();
  }

  /**
   * Stores a new one.
   *
   * @throws MailwrightException {@link ErrorCode#NAME_TAKEN}
   */
  public T add(T entity) {
    return flushed(
        () -> {
          entities.persist(entity);
          entities.flush();
          return entity;
        });
  }

  /**
   * Changes one, if it is still as the caller saw it.
   *
   * @param expected what the caller saw
   * @param change what to do to it; may throw, and then nothing is changed
   * @return as it is now
   * @throws MailwrightException {@link ErrorCode#NOT_FOUND}, {@link ErrorCode#STALE_VERSION},
   *     {@link ErrorCode#NAME_TAKEN}
   */
  public T change(long id, Revision expected, Consumer<T> change) {
    T entity = get(id);
    expected.check(entity.version(), noun, id);
    return flushed(
        () -> {
          // Also when only a collection or a child row changes.
          entities.lock(entity, LockModeType.OPTIMISTIC_FORCE_INCREMENT);
          change.accept(entity);
          entities.flush();
          return entity;
        });
  }

  /**
   * Removes one.
   *
   * @throws MailwrightException {@link ErrorCode#NOT_FOUND}, {@link ErrorCode#STALE_VERSION}, or
   *     {@link ErrorCode#STILL_IN_USE} when another row points to it
   */
  public void remove(long id, Revision expected) {
    T entity = get(id);
    expected.check(entity.version(), noun, id);
    try {
      entities.remove(entity);
      entities.flush();
    } catch (OptimisticLockException e) {
      throw Revision.stale(noun, id, e);
    } catch (PersistenceException e) {
      if (isConstraintViolation(e)) {
        throw inUse(id, "something else");
      }
      throw e;
    }
  }

  /** The refusal to remove one, because of what depends on it. */
  public MailwrightException inUse(long id, String by) {
    return new MailwrightException(
        ErrorCode.STILL_IN_USE,
        "The "
            + noun
            + " "
            + id
            + " is used by "
            + by
            + " and was kept. Change or delete that first.");
  }

  private T flushed(java.util.function.Supplier<T> work) {
    try {
      return work.get();
    } catch (OptimisticLockException e) {
      throw Revision.stale(noun, 0, e);
    } catch (PersistenceException e) {
      if (isConstraintViolation(e)) {
        throw new MailwrightException(
            ErrorCode.NAME_TAKEN,
            "There is a " + noun + " of this name already. Nothing was changed; take another name.",
            e);
      }
      throw e;
    }
  }

  private static boolean isConstraintViolation(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && sql.getSQLState() != null
          && sql.getSQLState().startsWith("23")) {
        return true;
      }
    }
    return false;
  }
}
