import Course
import XCTest

final class RunningTextTests: XCTestCase {
  func testItIsTheSentencesOfAPage() {
    let markdown = """
      # 1 · Title

      A **bold** word, `code` and a [link](x.md) — here.
      A $formula. It$ goes. (*It* leaves its [$x$](y.md) alone.) The loss of 1.5 stays.

      $$
      \\begin{aligned} a \\end{aligned}
      $$

      | a | table |

      ```swift
      let x = 1
      ```

      ![A figure.](figures/a.svg)

      <!-- constants: 1 -->
      - An item<!--=01.a--> of a list.

      > A quotation.

      **Exercise 1.1 · One** (2 points)

      Write it.

      <details><summary>Hint 1 of 2</summary>

      Look there.

      </details>

      <details><summary>Hint 2 of 2</summary>

      Look here.

      </details>

      Only $x$.

      <details class="aside"><summary>A box</summary>

      Last.

      </details>
      """
    XCTAssertEqual(
      runningText(of: markdown),
      """
      A bold word, code and a link here. The loss of 1.5 stays.
      An item of a list.
      A quotation.
      Write it.
      Last.

      """)
  }
}
