import CourseTesting
import LanguageModel
import LinearAlgebra
import XCTest

/// Exercise 8.3: a text in windows.
final class WindowTests: ExerciseTestCase {

  private struct Case {
    var symbols: [Int]
    var rows, length: Int

    var yours: Cut { Cut(windows: windows(of: symbols, rows: rows, length: length)) }

    /// The last window has one step, or one fewer than the others: no two mistakes cut both alike.
    static let telling = [4, 5].map { Case(symbols: Array(100..<128), rows: 3, length: $0) }
  }

  private func expectWindows(
    _ symbols: [Int], rows: Int, length: Int, line: UInt = #line
  ) {
    let it = Case(symbols: symbols, rows: rows, length: length)
    let predictions = (symbols.count - 1) / rows
    let row = predictions == 1 ? "1 prediction" : "\(predictions) predictions"
    let note =
      "The text has \(symbols.count) symbols, and the last of them predicts nothing: with rows: "
      + "\(rows) a row makes \(row), and the last target is symbol \(rows * predictions), counted "
      + "from 0."
    let yours = noting(note) { it.yours }
    expect(
      yours, "windows of a text of \(symbols.count), rows: \(rows), length: \(length)",
      equals: Cut(windows: Reference.windows(symbols, rows: rows, length: length)), within: 0,
      mistakes: explanation(
        in: [it] + Case.telling, within: 0, yours: \.yours, mistakes: mistakes), line: line)
  }

  private func mistakes(_ it: Case) -> KeyValuePairs<Mistake, Cut> {
    let (symbols, rows, length) = (it.symbols, it.rows, it.length)
    let right = Reference.windows(symbols, rows: rows, length: length)
    let rowLength = (symbols.count - 1) / rows
    func cut(_ rowLength: Int, stride: Int, place: (Int, Int) -> Int) -> Cut {
      var (result, first) = ([Window](), 0)
      while first < rowLength {
        result.append(
          Reference.window(symbols, min(length, rowLength - first), rows) { place(first + $0, $1) })
        first += stride
      }
      return Cut(windows: result)
    }
    func changed(_ change: (Window) -> Window) -> Cut { Cut(windows: right.map(change)) }
    let regular = { (step: Int, row: Int) in row * rowLength + step }
    let closedRow = symbols.count / rows
    let tooLong = cut(closedRow, stride: length) { $1 * closedRow + $0 }
    let yours = it.yours
    // Whatever stands where the text has ended, the inputs show how long the rows are.
    let isTooLong = closedRow > rowLength && yours.inputs == tooLong.inputs
    return [
      .neighboursInABatch: inBlocks(symbols, rows, length, short: false),
      .neighboursToTheEnd: inBlocks(symbols, rows, length, short: true),
      .dealtLikeCards: cut(rowLength, stride: length) { $0 * rows + $1 },
      .targetsAreInputs: changed { Window(inputs: $0.inputs, targets: $0.inputs) },
      .twoAfter: changed { window in
        Window(inputs: window.inputs, targets: window.targets.shifted(in: symbols))
      },
      .inputsAndTargetsExchanged: changed { Window(inputs: $0.targets, targets: $0.inputs) },
      .seamLost: cut(rowLength, stride: length + 1, place: regular),
      .seamRepeated: cut(rowLength, stride: max(length - 1, 1), place: regular),
      .sliding: cut(rowLength, stride: 1, place: regular),
      .windowTooLong: Cut(
        windows: Reference.windows(symbols, rows: rows, length: length + 1)),
      .windowTooShort: Cut(
        windows: Reference.windows(symbols, rows: rows, length: max(length - 1, 1))),
      .shortWindowDropped: Cut(
        windows: right.filter { $0.length == length }),
      .rowSeamLost: cut(
        closedRow - 1, stride: length
      ) { $1 * closedRow + $0 },
      .rowsTooLong: isTooLong ? yours : Cut(windows: right),
      .rowsAndStepsExchanged: changed {
        Window(inputs: $0.inputs.flipped, targets: $0.targets.flipped)
      },
      .windowAsACircle: changed { window in
        Window(
          inputs: window.inputs, targets: Array(window.inputs.dropFirst()) + [window.inputs[0]])
      },
      .beginningLeftOut: cut(rowLength, stride: length) {
        symbols.count - 1 - rowLength * rows + $1 * rowLength + $0
      },
      .oneStepDropped: Cut(
        windows: right.enumerated().filter { $0 == 0 || $1.length > 1 }.map(\.element)),
      .oneStepDropped: Cut(windows: right.filter { $0.length > 1 }),
      .oneStepRowDropped: Cut(windows: rowLength == 1 ? [] : right),
    ]
  }

  /// Window after window takes `rows` pieces of the text that follow one another. With `short`, what
  /// is left over at the end is cut into one more window of shorter rows.
  private func inBlocks(_ symbols: [Int], _ rows: Int, _ length: Int, short: Bool) -> Cut {
    var (result, first) = ([Window](), 0)
    while first + rows < symbols.count {
      let time = min(length, (symbols.count - 1 - first) / rows)
      if time < length && !short { break }
      let start = first
      result.append(Reference.window(symbols, time, rows) { start + $1 * time + $0 })
      first += time * rows
    }
    return Cut(windows: result)
  }

  func test_8_3_windowsMatchThePage() {
    // "banana bandana" in two rows, four steps at a time: worked by hand in chapter 08.
    let text = [0, 1, 2, 1, 2, 1, 3, 0, 1, 2, 4, 1, 2, 1]
    expectWindows(text, rows: 2, length: 4)
    expect(
      windows(of: text, rows: 2, length: 4).map(\.inputs), "inputs of banana bandana",
      is: [[[0, 3], [1, 0], [2, 1], [1, 2]], [[2, 4], [1, 1]]])
    expect(
      windows(of: text, rows: 2, length: 4).map(\.targets), "targets of banana bandana",
      is: [[[1, 0], [2, 1], [1, 2], [2, 4]], [[1, 1], [3, 2]]])
  }

  func test_8_3_windowsMatchTheDocumentation() {
    // a b c d e f g h i in two rows, three steps at a time.
    expectWindows(Array(0...8), rows: 2, length: 3)
  }

  func test_8_3_everyPredictionComesOnce() {
    for count in [2, 5, 12, 13, 14, 25] {
      for rows in 1..<min(count, 5) {
        for length in [1, 2, 3, 7, 30] {
          expectWindows(Array(100..<100 + count), rows: rows, length: length)
        }
      }
    }
  }

  func test_8_3_eachRowGoesOnWhereItStopped() {
    trials(30) { generator in
      let (rows, length) = (generator.size(5), generator.size(6))
      let symbols = generator.symbols(rows + generator.size(60), below: 1000)
      let yours = windows(of: symbols, rows: rows, length: length)
      for (before, after) in zip(yours, yours.dropFirst()) {
        expect(
          after.inputs.first ?? [],
          "symbols that a window begins with, after a window whose last "
            + "targets are \(before.targets.last ?? [])", is: before.targets.last ?? [])
      }
      expectWindows(symbols, rows: rows, length: length)
    }
  }

  func test_8_3_aWindowOfOneStepIsAWindow() {
    // Three steps and one in each of two rows; then rows of one step; then every window.
    expectWindows(Array(0...8), rows: 2, length: 3)
    expectWindows([7, 8, 9, 10], rows: 3, length: 2)
    expectWindows([7, 8], rows: 1, length: 1)
    expectWindows(Array(20..<27), rows: 2, length: 1)
  }

  func test_8_3_oneRowLosesNothing() {
    trials(20) { generator in
      let symbols = generator.symbols(1 + generator.size(40), below: 1000)
      let yours = windows(of: symbols, rows: 1, length: generator.size(9))
      expect(
        yours.flatMap { $0.targets.flatMap { $0 } }, "targets of one row, all after one another",
        is: Array(symbols.dropFirst()),
        mistakes: [
          .firstIsTarget: symbols,
          .lastIsNoTarget: Array(symbols.dropFirst().dropLast()),
        ])
      expect(
        yours.flatMap { $0.inputs.flatMap { $0 } }, "inputs of one row, all after one another",
        is: Array(symbols.dropLast()))
    }
  }

  func test_8_3_whatIsLeftOutIsTheEnd() {
    // Three rows of two predictions: the eighth and ninth symbols are read and predicted by nobody.
    expectWindows([10, 11, 12, 13, 14, 15, 16, 17, 18], rows: 3, length: 2)
  }
}

// MARK: - Mistaken windows

extension [[Int]] {
  /// Steps for rows and rows for steps.
  fileprivate var flipped: [[Int]] {
    (first ?? []).indices.map { row in map { $0[row] } }
  }

  /// Of a text whose symbols are all different, the ones that come next.
  fileprivate func shifted(in symbols: [Int]) -> [[Int]] {
    map { step in
      step.map { symbol in
        let next = (symbols.firstIndex(of: symbol) ?? 0) + 1
        return next < symbols.count ? symbols[next] : -1
      }
    }
  }
}

/// Windows as a suite compares them, with a place for each symbol.
private struct Cut: Checkable {
  let windows: [Window]

  var inputs: [[[Int]]] { windows.map(\.inputs) }

  var checkedShape: String {
    if windows.isEmpty { return "no window" }
    let sizes = windows.map { window in
      window.inputs.map(\.count) == window.targets.map(\.count)
        && Set(window.inputs.map(\.count)).count == 1
        ? "\(window.length)×\(window.rows)"
        : "inputs of \(window.inputs.map(\.count)), targets of \(window.targets.map(\.count))"
    }
    let list = sizes.count > 6 ? sizes.prefix(5) + ["…", sizes[sizes.count - 1]] : sizes[...]
    return "\(windows.count == 1 ? "1 window" : "\(windows.count) windows") of "
      + list.joined(separator: ", ") + " (steps × rows)"
  }

  var checkedEntries: [CheckedEntry] {
    windows.enumerated().flatMap { index, window in
      entries(window.inputs, "input", index) + entries(window.targets, "target", index)
    }
  }

  private func entries(_ lists: [[Int]], _ name: String, _ window: Int) -> [CheckedEntry] {
    lists.enumerated().flatMap { step, symbols in
      symbols.enumerated().map { row, symbol in
        CheckedEntry(
          place: "the \(name) of window \(window), step \(step), row \(row)",
          value: Double(symbol))
      }
    }
  }
}
