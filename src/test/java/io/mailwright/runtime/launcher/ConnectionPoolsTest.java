package io.mailwright.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionPoolsTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 8, 32, 512})
  void openTwoForEachWorkerAndSixteenMore(int workers) {
    ConnectionPools pools = ConnectionPools.forWorkers(workers);
    assertThat(pools.total()).isEqualTo(2 * workers + 16);
    assertThat(pools.entities()).isGreaterThan(workers);
    assertThat(pools.ledger()).isGreaterThan(workers);
  }

  @Test
  void areTheSizesThatTheApplicationDeclares() throws IOException {
    String webXml = Files.readString(Path.of("src/main/webapp/WEB-INF/web.xml"));
    assertThat(webXml.split("<max-pool-size>", -1)).hasSize(4);
    for (String name : ConnectionPools.forWorkers(1).properties().keySet()) {
      assertThat(webXml).contains("<max-pool-size>${MPCONFIG=" + name + "}</max-pool-size>");
    }
  }
}
