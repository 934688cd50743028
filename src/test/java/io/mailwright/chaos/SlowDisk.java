package io.mailwright.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets a process write to a disk only so often a second, by a group of our own of Linux's {@code
 * blkio} controller (cgroup v1). Where that is not there or not allowed, nothing is slow.
 */
final class SlowDisk implements AutoCloseable {
  private static final Path GROUPS = Path.of("/sys/fs/cgroup/blkio");
  private static final String MEMBERS = "cgroup.procs";
  private static final int PROBES = 10;

  private final Path folder;
  private final Path group = GROUPS.resolve("mailwright-trial-" + ProcessHandle.current().pid());
  private final boolean isThere;

  /**
   * @param folder on the disk
   * @param writes a second, at least 1
   */
  SlowDisk(Path folder, int writes) throws IOException {
    this.folder = folder;
    this.isThere = Files.isWritable(GROUPS.resolve(MEMBERS)) && isMade(writes);
  }

  private boolean isMade(int writes) throws IOException {
    long device = ((Number) Files.getAttribute(folder, "unix:dev")).longValue();
    // As the kernel packs them: 12 bits of the minor number lie above the major one's 12.
    long major = (device >> 8) & 0xfff;
    long minor = (device & 0xff) | ((device >> 12) & 0xfff00);
    try {
      Files.createDirectory(group);
      Files.writeString(
          group.resolve("blkio.throttle.write_iops_device"), major + ":" + minor + " " + writes);
      return true;
    } catch (IOException e) {
      // Not allowed, or the file system lies on no disk that can be slowed down.
      Files.deleteIfExists(group);
      return false;
    }
  }

  /** Whether a write takes its time in the group; not every file system asks the controller. */
  boolean isSlow() throws IOException, InterruptedException {
    if (!isThere) {
      return false;
    }
    Path file = Files.createTempFile(folder, "probe", ".bin");
    List<String> command = new ArrayList<>();
    command.add("sh");
    command.add("-c");
    command.add(
        "echo $$ > \"$1\" && for i in $(seq \"$3\"); do"
            + " dd if=/dev/zero of=\"$2\" bs=4k count=1 conv=notrunc,fsync 2>&1 || exit 1; done");
    command.add("sh");
    command.add(group.resolve(MEMBERS).toString());
    command.add(file.toString());
    command.add(String.valueOf(PROBES));
    long before = System.nanoTime();
    Process shell =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    boolean worked = shell.waitFor() == 0;
    Duration took = Duration.ofNanos(System.nanoTime() - before);
    Files.delete(file);
    return worked && took.toMillis() > PROBES * 30;
  }

  /** From now on. */
  void slowDown(Process process) throws IOException {
    Files.writeString(group.resolve(MEMBERS), String.valueOf(process.pid()));
  }

  /** It writes as fast as before. */
  void release(Process process) throws IOException {
    if (process.isAlive()) {
      Files.writeString(GROUPS.resolve(MEMBERS), String.valueOf(process.pid()));
    }
  }

  /** Removes the group; whoever is still in it is released. */
  @Override
  public void close() throws IOException {
    if (isThere) {
      for (String pid : Files.readAllLines(group.resolve(MEMBERS))) {
        Files.writeString(GROUPS.resolve(MEMBERS), pid);
      }
      Files.delete(group);
    }
  }
}
