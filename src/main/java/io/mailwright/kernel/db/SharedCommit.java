package io.mailwright.kernel.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets work that waits for its turn share one commit: whoever has the turn does what the others
 * brought meanwhile, in the order in which it came, and commits once. For a database that changes
 * by one transaction at a time and writes whole pages at each commit; there the commit costs more
 * than the work. Work that fails is undone alone.
 *
 * <p>Thread-safe.
 */
final class SharedCommit {
  /** So that the first to come does not wait for all that came later. */
  private static final int MOST = 32;

  private final Database database;
  private final Queue<Task<?>> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock turn = new ReentrantLock();

  SharedCommit(Database database) {
    this.database = database;
  }

  /**
   * Returns when the work is committed.
   *
   * @throws DatabaseException if the work or the common commit failed; nothing of it is kept
   */
  <T> T query(Database.Work<T> work) {
    Task<T> task = new Task<>(work);
    waiting.add(task);
    turn.lock();
    try {
      while (!task.isOver) {
        doTogether(next());
      }
    } finally {
      turn.unlock();
    }
    return task.result();
  }

  /** How much work waits for a commit to be shared. */
  int waiting() {
    return waiting.size();
  }

  private List<Task<?>> next() {
    List<Task<?>> tasks = new ArrayList<>();
    for (Task<?> task = waiting.poll(); task != null; task = waiting.poll()) {
      tasks.add(task);
      if (tasks.size() == MOST) {
        break;
      }
    }
    return tasks;
  }

  private void doTogether(List<Task<?>> tasks) {
    boolean isCommitted = false;
    try {
      database.change(
          connection -> {
            for (Task<?> task : tasks) {
              task.run(connection);
            }
          });
      isCommitted = true;
    } catch (DatabaseException e) {
      tasks.forEach(task -> task.failed(new DatabaseException((SQLException) e.getCause())));
    } finally {
      for (Task<?> task : tasks) {
        if (!isCommitted) {
          task.failed(new IllegalStateException("the common transaction was given up"));
        }
        task.over();
      }
    }
  }

  /** One caller's work. Its fields are read by its caller after the turn was given back. */
  private static final class Task<T> {
    private final Database.Work<T> work;
    private T result;
    private RuntimeException failure;
    private boolean isOver;

    Task(Database.Work<T> work) {
      this.work = work;
    }

    void run(Connection connection) throws SQLException {
      Savepoint before = connection.setSavepoint();
      try {
        result = work.on(connection);
      } catch (SQLException e) {
        connection.rollback(before);
        failure = new DatabaseException(e);
      } catch (RuntimeException e) {
        connection.rollback(before);
        failure = e;
      }
    }

    /** The common transaction failed: what succeeded in it is undone too. */
    void failed(RuntimeException reason) {
      if (failure == null) {
        failure = reason;
      }
    }

    void over() {
      isOver = true;
    }

    T result() {
      if (failure != null) {
        throw failure;
      }
      return result;
    }
  }
}
