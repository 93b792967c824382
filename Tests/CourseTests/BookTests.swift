import XCTest

@testable import Authoring
@testable import Course
@testable import Laboratory

/// The parts of the web edition that need no pandoc; .ci/book looks at the whole.
final class BookTests: XCTestCase {
  private let chapter = """
    # 2 · The vanilla RNN

    *You will build a network. Two evenings.*

    ```swift excerpt=solutions/02-the-vanilla-rnn/RNNCell.swift#step
    let one = 1
    ```

    **Exercise 2.1 · One step** (3 points)

    ```console command="swift run course check 2.1"
    $ swift run course check 2.1
    ok
    ```

    **Exercise 2.2 · More** (2 points)
    """

  func testAPageKnowsItsNumberTitleLedeAndWork() {
    let page = BookPage(name: "02-the-vanilla-rnn", text: chapter)
    XCTAssertEqual(page.number, 2)
    XCTAssertEqual(page.fullTitle, "2 · The vanilla RNN")
    XCTAssertEqual(page.lede, "You will build a network. Two evenings.")
    XCTAssertEqual(page.exercises, 2)
    XCTAssertEqual(page.points, 5)
    XCTAssertEqual(page.address, "02-the-vanilla-rnn.html")
  }

  func testAPageBesideTheChaptersHasNoNumber() {
    let page = BookPage(name: "going-fast", text: "# Going fast\n\nText.\n")
    XCTAssertNil(page.number)
    XCTAssertEqual(page.fullTitle, "Going fast")
    XCTAssertEqual(page.lede, "")
  }

  func testAFenceIsPrecededByWhatItShows() {
    let lines = BookPage(name: "02-the-vanilla-rnn", text: chapter).markdown
      .split(separator: "\n", omittingEmptySubsequences: false)
    XCTAssertEqual(lines[0], "<!-- page: 02-the-vanilla-rnn -->")
    XCTAssertTrue(lines.contains("<!-- code: solutions/02-the-vanilla-rnn/RNNCell.swift -->"))
    // A transcript's first line is its command.
    XCTAssertEqual(lines.count { $0.hasPrefix("<!-- code: ") }, 1)
  }

  func testTheContentsListEachPageWithItsWork() {
    let list = Book.list([
      BookPage(name: "02-the-vanilla-rnn", text: chapter),
      BookPage(name: "notation", text: "# Shapes & <signs>\n\n*What `<` is.*\n"),
    ])
    XCTAssertTrue(list.contains("<span class=\"number\">2</span>"))
    XCTAssertTrue(list.contains("<p class=\"work\">2 exercises, 5 points</p>"))
    XCTAssertTrue(list.contains("<a href=\"notation.html\">Shapes &amp; &lt;signs&gt;</a>"))
    XCTAssertTrue(list.contains("<p>What <code>&lt;</code> is.</p>"), list)
  }

  func testFormulasAreWrittenAsBrowsersDrawThem() {
    func formula(_ inner: String) -> String {
      PageMathematics.tidied("<p><math display=\"inline\">\(inner)</math></p>")
    }
    XCTAssertEqual(
      formula(
        "<semantics><mi>a</mi><annotation encoding=\"application/x-tex\">a</annotation></semantics>"
      ),
      "<p><math display=\"inline\"><mi>a</mi></math></p>")
    let index = formula("<msub><mi>h</mi><mrow><mi>t</mi><mo>−</mo><mn>1</mn></mrow></msub>")
    XCTAssertTrue(index.contains("<mo lspace=\"0\" rspace=\"0\">−</mo>"), index)
    let tall = "<mo stretchy=\"true\" form=\"prefix\">(</mo>"
    let end = "<mo stretchy=\"true\" form=\"postfix\">)</mo>"
    XCTAssertTrue(formula("\(tall)<mi>a</mi>\(end)").contains("stretchy=\"false\" form=\"prefix\""))
    XCTAssertTrue(formula("\(tall)<mfrac></mfrac>\(end)").contains(tall))
    let name = formula("<mi>o</mi><mo>tanh</mo><mrow>\(tall)<mi>c</mi>\(end)</mrow>")
    XCTAssertTrue(name.contains("<mo lspace=\"0.17em\" rspace=\"0\">tanh</mo>"), name)
    let minus = formula("\(tall)<mn>2</mn><mo>,</mo><mo>−</mo><mn>1</mn>\(end)")
    XCTAssertTrue(minus.contains("<mo form=\"prefix\">−</mo>"), minus)
  }

  func testWhatBelongsTogetherStandsClose() {
    func formula(_ inner: String) -> String {
      PageMathematics.tidied("<math display=\"inline\"><mrow>\(inner)</mrow></math>")
    }
    let either = formula("<mi>a</mi><mo>=</mo><mo>±</mo><mn>1</mn>")
    XCTAssertTrue(either.contains("<mo form=\"prefix\">±</mo>"), either)
    let prime = formula("<mo>tanh</mo><mi>′</mi><mo stretchy=\"false\" form=\"prefix\">(</mo>")
    XCTAssertTrue(prime.contains("<mo lspace=\"0\" rspace=\"0\">tanh</mo>"), prime)
    let square = "<msup><mo>tanh</mo><mn>2</mn></msup>"
    let last = formula("<mn>1</mn><mo>−</mo>\(square)")
    XCTAssertTrue(last.contains("<mo lspace=\"0\" rspace=\"0\">tanh</mo>"), last)
    let followed = formula("\(square)<mi>c</mi>")
    XCTAssertTrue(followed.contains("<mo lspace=\"0\" rspace=\"0.17em\">tanh</mo>"), followed)
    let alone = formula("<mo>log</mo>")
    XCTAssertTrue(alone.contains("<mo lspace=\"0\" rspace=\"0\">log</mo>"), alone)
    let number = formula("<mi>L</mi><mo>=</mo><mtext mathvariant=\"normal\">13,663</mtext>")
    XCTAssertTrue(number.contains("<mo>=</mo><mn>13,663</mn>"), number)
    let norm = formula("<mo stretchy=\"false\" form=\"prefix\">∥</mo><mi>v</mi>")
    XCTAssertTrue(norm.contains("form=\"prefix\" lspace=\"0\" rspace=\"0\">∥</mo>"), norm)
  }

  /// Chromium lets a sign that has an index grow only in a row of its own.
  func testATallSignWithAnIndexStandsInARow() {
    let bar = "<mo minsize=\"2.4\" maxsize=\"2.4\" stretchy=\"false\" form=\"prefix\">|</mo>"
    let grown = "<mo minsize=\"2.4em\" maxsize=\"2.4em\" stretchy=\"true\" form=\"prefix\">|</mo>"
    XCTAssertEqual(
      PageMathematics.tidied("<msub>\(bar)<mtext>direct</mtext></msub>"),
      "<msub><mrow>\(grown)</mrow><mtext>direct</mtext></msub>")
  }

  func testAnEmptyHeadingOfATableIsAPlainCell() {
    XCTAssertEqual(
      PageText.withTablesMarked("<th style=\"text-align: right;\"></th><th>a</th><thead>"),
      "<td style=\"text-align: right;\"></td><th scope=\"col\">a</th><thead>")
  }

  /// Checkers and screen readers do not see the text of a formula there.
  func testAFormulaInAHeadingOfATableHasAName() {
    let formula = "<msub><mi>x</mi><mi>t</mi></msub></math>"
    XCTAssertEqual(
      PageText.withTablesMarked(
        "<th><math display=\"inline\">\(formula)</th><td><math>\(formula)</td>"),
      "<th scope=\"col\"><math aria-label=\"x t\" display=\"inline\">\(formula)</th>"
        + "<td><math>\(formula)</td>")
  }

  func testTheSearchKnowsEachHeadingWithTheTextBelowIt() throws {
    var index = SearchIndex()
    index.add(
      """
      <nav>no</nav><main id="text"><h1>LSTM gates</h1><p>A <em>gate</em>&nbsp;&amp; more. <strong>The
      forget gate</strong> opens. <strong>It is wide.</strong></p>
      <section id="exercise-4-1" class="exercise">
      <h3 class="exercise"><span>Exercise 4.1</span> <span class="points">2 points</span></h3>
      <svg><text>no</text></svg><p>Write it.</p>
      <details class="hint"><summary>Hint 1 of 2</summary><p>no</p></details></main>
      """, at: "04.html", title: "4 · LSTM gates")
    XCTAssertEqual(
      index.sections,
      [
        .init(
          page: "04.html", chapter: "4 · LSTM gates", anchor: "", heading: "LSTM gates",
          text: "A gate & more. The forget gate opens. It is wide.", terms: ["forget gate"]),
        .init(
          page: "04.html", chapter: "4 · LSTM gates", anchor: "exercise-4-1",
          heading: "Exercise 4.1", text: "Write it."),
      ])
    XCTAssertTrue(try index.script().hasPrefix("window.bookIndex=[[\"04.html\","))
  }

  func testTheNotationsSignsAreKnownToTheCards() throws {
    var index = SearchIndex()
    index.addSymbols(
      of: """
        <h2 id="gates">Gates</h2><table><tr><th>no</th></tr><tr class="odd">
        <td><math><mi>f</mi></math></td>
        <td>forget gate</td></tr><tr><td>nat</td><td>a unit</td></tr></table>
        """)
    XCTAssertEqual(
      index.symbols,
      [.init(part: "Gates", sign: "<math><mi>f</mi></math>", meaning: "forget gate")])
    XCTAssertTrue(try index.script().contains("window.bookSymbols=[[\"Gates\","))
  }

  func testAWorkThatTheTextNamesLeadsToItsEntry() {
    let page = PageText.withCitations(
      """
      <p>After Elman (1990) and Elman (1990).</p><p>Gers and Elman (1990).</p><p>Gers and Elman said it.</p>
      <h2 id="sources">Sources</h2><ul><li><strong>Elman (1990)</strong>, "Time".</li>
      <li><p><strong>Gers and Elman (1990)</strong></p></li></ul>
      """)
    XCTAssertTrue(
      page.contains("After <a class=\"cite\" href=\"#source-1\">Elman (1990)</a> and"), page)
    XCTAssertTrue(page.contains("<a class=\"cite\" href=\"#source-2\">Gers and Elman (1990)</a>."))
    XCTAssertTrue(page.contains("<p><a class=\"cite\" href=\"#source-2\">Gers and Elman</a> said"))
    XCTAssertTrue(page.contains("<li id=\"source-1\"><strong>Elman (1990)</strong>"), page)
    XCTAssertTrue(page.contains("<li id=\"source-2\"><p><strong>Gers"), page)
  }

  func testAHeadingLinksToItselfAndAnExercisesToItsBox() {
    XCTAssertEqual(
      PageText.withPermalinks("<h2 id=\"one\">One</h2>"),
      "<h2 id=\"one\">One <a class=\"permalink\" href=\"#one\" aria-label=\"Link to: One\">#</a></h2>"
    )
    let box = PageText.withPermalinks(
      "<section id=\"exercise-4-1\" class=\"exercise\">\n<h3 class=\"exercise-heading\">E</h3>")
    XCTAssertTrue(box.contains("href=\"#exercise-4-1\""), box)
  }

  func testTheShelfListsThePagesAndMarksThisOne() {
    let pages = [
      BookPage(name: "02-the-vanilla-rnn", text: chapter),
      BookPage(name: "notation", text: "# Notation\n"),
    ]
    let shelf = Book.shelf(pages, current: "notation")
    XCTAssertTrue(shelf.contains("<li data-chapter=\"2\" data-exercises=\"2\">"), shelf)
    XCTAssertTrue(shelf.contains("<a href=\"notation.html\" aria-current=\"page\">"), shelf)
  }

  func testAPageLoadsTheScriptsOfItsWidgets() throws {
    let sample = try SampleCourse()
    let page = "<div data-widget=\"gates\"></div><div data-widget=\"none\"></div><!-- widgets -->"
    let widgets = BookWidgets(folder: sample.folder, book: ".build/book")
    XCTAssertTrue(widgets.added(to: page).hasSuffix("<div data-widget=\"none\"></div>"))
    try sample.folder.write("1", to: ".build/book/widgets/gates.wasm.js")
    for name in ["gates", "gates-cell", "rnn-network"] {
      try sample.folder.write("", to: "\(Widget.folder)/\(name).js")
    }
    let scripts = widgets.added(to: page).components(separatedBy: "</div>").last
    XCTAssertEqual(
      scripts,
      """
      <script src="widgets/runtime.js"></script>
      <script src="widgets/controls.js"></script>
      <script src="widgets/motion.js"></script>
      <script src="widgets/chart.js"></script>
      <script src="widgets/gates.wasm.js"></script>
      <script src="widgets/gates-cell.js"></script>
      <script src="widgets/gates.js"></script>
      """)
  }
}
