package io.mailwright.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.routing.site.MxAnswer;
import io.mailwright.routing.site.MxLookup;
import io.mailwright.testing.ScriptedDns;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;

class DnsMxLookupTest {
  private ScriptedDns dns;
  private DnsMxLookup lookup;

  @BeforeEach
  void listen() throws Exception {
    dns = new ScriptedDns();
    lookup = new DnsMxLookup(Optional.of(dns.address()));
  }

  @AfterEach
  void close() {
    dns.close();
  }

  private MxAnswer find(String domain) {
    return lookup.find(domain).orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Test
  void findsExchangersInOrderOfPreference() {
    dns.mx("shop.fr", 7200, "MX1.Hosting.FR", "mx2.hosting.fr", "mx0.hosting.fr").start();
    assertThat(find("shop.fr"))
        .isEqualTo(
            new MxAnswer.Found(
                List.of("mx1.hosting.fr", "mx2.hosting.fr", "mx0.hosting.fr"),
                Duration.ofHours(2)));
  }

  @Test
  void followsAnAlias() {
    dns.alias("www.shop.fr", "shop.fr").mx("shop.fr", 60, "mx.hosting.fr").start();
    assertThat(find("www.shop.fr"))
        .isEqualTo(new MxAnswer.Found(List.of("mx.hosting.fr"), Duration.ofMinutes(1)));
  }

  @Test
  void knowsAnInternationalDomainByItsALabels() {
    dns.mx("xn--strae-oqa.de", 60, "mx.xn--strae-oqa.de").start();
    assertThat(find("xn--strae-oqa.de"))
        .isEqualTo(new MxAnswer.Found(List.of("mx.xn--strae-oqa.de"), Duration.ofMinutes(1)));
  }

  @Test
  void tellsThatThereIsNone() {
    dns.empty("only-a.fr").mx("half.fr", 3600, ".", "*.fr").start();
    assertThat(find("only-a.fr")).isEqualTo(new MxAnswer.None());
    assertThat(find("half.fr")).as("no null MX is beside others").isEqualTo(new MxAnswer.None());
    assertThat(find("not-there.fr")).isEqualTo(new MxAnswer.None());
  }

  @Test
  void tellsThatADomainTakesNoMail() {
    dns.mx("nullmx.fr", 3600, ".").start();
    assertThat(find("nullmx.fr")).as("RFC 7505").isEqualTo(new MxAnswer.TakesNoMail());
  }

  @Test
  void leavesOutWhatIsNoHost() {
    dns.mx("odd.fr", 60, "a\\032b.fr", "*.fr", "mx.hosting.fr").start();
    assertThat(find("odd.fr"))
        .isEqualTo(new MxAnswer.Found(List.of("mx.hosting.fr"), Duration.ofMinutes(1)));
  }

  @Test
  void aTextThatNoNameCanBeIsAskedOfNobody() {
    dns.start();
    assertThat(find("a..b")).isEqualTo(new MxAnswer.None());
    assertThat(find("x".repeat(64) + ".fr")).isEqualTo(new MxAnswer.None());
    assertThat(dns.asked()).isEmpty();
  }

  @Test
  void tellsADomainThatFailsFromAResolverThatIsSilent() {
    dns.code("broken.fr", Rcode.SERVFAIL).code("silent.fr", -1).start();
    assertThat(find("broken.fr")).isEqualTo(new MxAnswer.Failed());
    long begun = System.nanoTime();
    assertThat(find("silent.fr")).isEqualTo(new MxAnswer.Unreachable());
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isLessThan(MxLookup.LONGEST.plusSeconds(1));
    assertThat(dns.asked()).filteredOn("silent.fr"::equals).hasSizeGreaterThan(1);
  }

  @Test
  void aResolverWhoseNameNobodyKnowsIsSilent() {
    DnsMxLookup nowhere =
        new DnsMxLookup(Optional.of(InetSocketAddress.createUnresolved("resolver.invalid", 53)));
    assertThat(nowhere.find("shop.fr").join()).isEqualTo(new MxAnswer.Unreachable());
  }

  @Test
  void manyAreAskedAtOnce() {
    List<String> domains = IntStream.range(0, 64).mapToObj(i -> "d" + i + ".fr").toList();
    domains.forEach(domain -> dns.mx(domain, 60, "mx.hosting.fr"));
    dns.start();
    var answers = domains.stream().map(lookup::find).toList();
    assertThat(answers)
        .allSatisfy(
            answer ->
                assertThat(answer.orTimeout(10, TimeUnit.SECONDS).join())
                    .isInstanceOf(MxAnswer.Found.class));
  }
}
