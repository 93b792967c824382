import CourseTesting
import LinearAlgebra
import Sequences
import XCTest

/// Exercise 1.5: the reader's cases, tried on twelve wrong cross-entropies.
final class CrossEntropyCasesTests: ExerciseTestCase {
  func test_1_5_thereAreAtMostFiveAndTheyFit() {
    let cases = crossEntropyCases()
    expect(
      (1...5).contains(cases.count),
      orSay: "there are \(count(cases.count)) cases; write one to five")
    for (number, item) in cases.enumerated() {
      expect(
        item.logits.rows > 0 && item.targets.count == item.logits.rows,
        orSay: "case \(number + 1) has \(item.logits.rows) rows of logits and "
          + "\(item.targets.count) targets: it needs one for each row")
      expect(
        item.targets.allSatisfy { (0..<item.logits.columns).contains($0) },
        orSay: "case \(number + 1) has the targets \(item.targets) for \(item.logits.columns) "
          + "symbols: they go from 0 up to \(item.logits.columns - 1)")
    }
  }

  func test_1_5_aRightCrossEntropyPasses() {
    guard let cases = fittingCases() else { return }
    for (number, item) in cases.enumerated() {
      let right = Reference.crossEntropy(item.logits, item.targets)
      let rows = Double(item.logits.rows)
      let loss = item.loss
      func isNear(_ other: Double) -> Bool { abs(loss - other) < 0.001 }
      let mistake: Mistake? =
        isNear(-right)
        ? .lossTurned
        : isNear(right / Foundation.log(2))
          ? .lossInBits
          : isNear(right * rows)
            ? .lossOfTheSum : isNear(Foundation.exp(-right)) ? .probabilityForLoss : nil
      let hint = mistake.map { ". " + $0.sentence.dropLast() } ?? ""
      expect(
        isNear(right),
        orSay: "case \(number + 1) says that the loss is \(loss), and a correct cross-entropy "
          + "fails it" + hint)
    }
  }

  func test_1_5_rowsTargetsAndUnits() { expectKilled(Array(WrongCrossEntropy.all.prefix(6))) }

  func test_1_5_largeAndSmallLogits() { expectKilled(Array(WrongCrossEntropy.all.dropFirst(6))) }

  private func expectKilled(_ versions: [WrongCrossEntropy], line: UInt = #line) {
    guard let cases = fittingCases() else { return }
    let alive = versions.filter { $0.passes(cases) }
    guard let first = alive.first else { return }
    let caught = WrongCrossEntropy.all.count { !$0.passes(cases) }
    let others = alive.dropFirst().map { String($0.number) }
    let verb = others.count > 1 ? "do" : "does"
    let more = others.isEmpty ? "" : ", and so \(verb) \(listed(others))"
    expect(
      false,
      orSay: "your cases catch \(caught) of the 12. Number \(first.number), which "
        + "\(first.does), passes them all" + more, line: line)
  }

  /// `4`, `4 and 5`, `4, 5 and 9`.
  private func listed(_ names: [String]) -> String {
    let last = names.suffix(2).joined(separator: " and ")
    return (names.dropLast(2) + [last]).joined(separator: ", ")
  }

  private func count(_ number: Int) -> String {
    ["no", "one", "two", "three", "four", "five", "six", "seven"].dropFirst(number).first
      ?? "\(number)"
  }

  /// The reader's cases where they can be tried; nil, with a failure, where they cannot.
  private func fittingCases(line: UInt = #line) -> [CrossEntropyCase]? {
    let cases = crossEntropyCases()
    let fit =
      (1...5).contains(cases.count)
      && cases.allSatisfy { item in
        item.logits.rows > 0 && item.targets.count == item.logits.rows
          && item.targets.allSatisfy { (0..<item.logits.columns).contains($0) }
      }
    expect(
      fit, orSay: "there should be one to five cases, each with one target for each row",
      line: line)
    return fit ? cases : nil
  }
}

/// One of the twelve of the chapter's table.
struct WrongCrossEntropy: Sendable {
  let number: Int
  let does: String
  let loss: @Sendable (Matrix, [Int]) -> Double

  /// Whether none of the cases tells it from a correct one.
  func passes(_ cases: [CrossEntropyCase]) -> Bool {
    cases.allSatisfy { abs(loss($0.logits, $0.targets) - $0.loss) <= 0.001 }
  }

  static let all: [WrongCrossEntropy] = [
    WrongCrossEntropy(number: 1, does: "takes the sum over the rows") { z, y in
      Reference.crossEntropy(z, y) * Double(z.rows)
    },
    WrongCrossEntropy(number: 2, does: "measures in bits") { z, y in
      Reference.crossEntropy(z, y) / Foundation.log(2)
    },
    WrongCrossEntropy(number: 3, does: "divides by how many numbers the matrix has") { z, y in
      Reference.crossEntropy(z, y) / Double(z.columns)
    },
    WrongCrossEntropy(number: 4, does: "reads the targets from the last to the first") { z, y in
      Reference.crossEntropy(z, y.reversed())
    },
    WrongCrossEntropy(number: 5, does: "judges every row by the first target") { z, y in
      Reference.crossEntropy(z, y.map { _ in y[0] })
    },
    WrongCrossEntropy(number: 6, does: "leaves the last column out of the sum") { z, y in
      mean(z, y) { row, target in
        let others = row.dropLast()
        return others.isEmpty ? 0 : logSum(Array(others), shift: others.max()!) - row[target]
      }
    },
    WrongCrossEntropy(number: 7, does: "sums the powers without a shift") { z, y in
      mean(z, y) { logSum($0, shift: 0) - $0[$1] }
    },
    WrongCrossEntropy(number: 8, does: "shifts by one maximum for the whole matrix") { z, y in
      let largest = z.values.max() ?? 0
      return mean(z, y) { logSum($0, shift: largest) - $0[$1] }
    },
    WrongCrossEntropy(number: 9, does: "shifts by the largest absolute value of the row") { z, y in
      mean(z, y) { logSum($0, shift: $0.map(abs).max()!) - $0[$1] }
    },
    WrongCrossEntropy(number: 10, does: "does not add the shift back") { z, y in
      mean(z, y) { logSum($0, shift: $0.max()!) - $0.max()! - $0[$1] }
    },
    WrongCrossEntropy(number: 11, does: "computes the probability first") { z, y in
      mean(z, y) { -Foundation.log(probability($0, $1)) }
    },
    WrongCrossEntropy(number: 12, does: "adds 1e-12 to the probability") { z, y in
      mean(z, y) { -Foundation.log(probability($0, $1) + 1e-12) }
    },
  ]

  private static func mean(
    _ z: Matrix, _ y: [Int], _ surprise: ([Double], Int) -> Double
  ) -> Double {
    y.indices.reduce(0) { $0 + surprise(z.row($1).values, y[$1]) } / Double(y.count)
  }

  private static func logSum(_ row: [Double], shift: Double) -> Double {
    shift + Foundation.log(row.reduce(0) { $0 + Foundation.exp($1 - shift) })
  }

  private static func probability(_ row: [Double], _ target: Int) -> Double {
    let largest = row.max() ?? 0
    let sum = row.reduce(0) { $0 + Foundation.exp($1 - largest) }
    return Foundation.exp(row[target] - largest) / sum
  }
}
