import CourseTesting
import Foundation
import LinearAlgebra

extension ExerciseTestCase {
  /// 20,000 symbols that the suite draws from a reader's distribution, against the right one: a
  /// chi-squared test at the level of 0.1 %, with a fixed seed.
  func expectDrawn(
    from yours: [Double], as right: [Double], _ subject: String, line: UInt = #line
  ) {
    var generator = SeededGenerator(seed: 88)
    var counts = right.map { _ in 0 }
    for _ in 0..<20_000 { counts[min(Reference.draw(yours, &generator), right.count - 1)] += 1 }
    expectFollows(counts, right, subject, line: line)
  }

  /// Counts against a distribution: none where it has 0, and for the others a chi-squared test at
  /// the level of 0.1 %.
  ///
  /// - Parameter fault: where to look first.
  func expectFollows(
    _ counts: [Int], _ probabilities: [Double], _ subject: String, fault: Mistake? = nil,
    line: UInt = #line
  ) {
    // A report puts a full stop behind what it says.
    let end = fault.map { ". " + $0.sentence.dropLast() } ?? ""
    let possible = probabilities.indices.filter { probabilities[$0] > 0 }
    for symbol in probabilities.indices where probabilities[symbol] == 0 {
      expect(
        counts[symbol] == 0,
        orSay: "\(subject): symbol \(symbol), whose probability is 0, was drawn \(counts[symbol]) "
          + "times" + end, line: line)
    }
    if possible.count < 2 { return }
    let statistic = Reference.chiSquared(
      possible.map { counts[$0] }, possible.map { probabilities[$0] })
    let limit = Reference.criticalValues[possible.count - 2]
    let total = counts.reduce(0, +)
    let shares = counts.map { String(format: "%.3f", Double($0) / Double(total)) }
    let wanted = probabilities.map { String(format: "%.3f", $0) }
    expect(
      statistic < limit,
      orSay: "\(subject): of \(total) symbols the shares are \(shares.joined(separator: ", ")); "
        + "they should be \(wanted.joined(separator: ", ")). Chi-squared is "
        + String(format: "%.1f, and by chance above %.1f once in 1,000 times", statistic, limit)
        + end,
      line: line)
  }
}
