import Classification
import CourseTesting
import LinearAlgebra
import XCTest

/// Exercise 14.4: who is taken for whom.
final class ConfusionTests: ExerciseTestCase {
  private func table(
    _ pairs: [(truth: Int, answer: Int)], _ classes: Int,
    _ counts: ((truth: Int, answer: Int)) -> Bool = { _ in true }
  ) -> [[Int]] {
    (0..<classes).map { truth in
      (0..<classes).map { answer in
        pairs.count { $0.truth == truth && $0.answer == answer && counts($0) }
      }
    }
  }

  private func expectCounts(
    _ truths: [Int], _ answers: [Int], _ classes: Int, line: UInt = #line
  ) {
    let pairs = zip(truths, answers).map { (truth: $0, answer: $1) }
    let right = table(pairs, classes)
    expect(
      confusion(truths: truths, answers: answers, classes: classes).counts,
      "counts of truths \(truths) and answers \(answers)", is: right,
      mistakes: [
        .tableTurned: table(pairs.map { (truth: $0.answer, answer: $0.truth) }, classes),
        .onlyRightOnes: table(pairs, classes) { $0.truth == $0.answer },
        .onlyWrongOnes: table(pairs, classes) { $0.truth != $0.answer },
        .onceForEach: right.map { $0.map { min($0, 1) } },
        .countedTwice: right.map { $0.map { 2 * $0 } },
      ], line: line)
  }

  func test_14_4_theTableOfThePage() {
    // By hand in chapter 14: ten reviews, three of them complaints.
    expectCounts([0, 0, 0, 0, 0, 0, 0, 1, 1, 1], [0, 0, 0, 0, 0, 1, 0, 0, 1, 0], 2)
  }

  func test_14_4_anyAnswers() {
    trials(15) { generator in
      let (classes, count) = (2 + generator.integer(below: 3), 5 + generator.integer(below: 20))
      expectCounts(
        (0..<count).map { _ in generator.integer(below: classes) },
        (0..<count).map { _ in generator.integer(below: classes) }, classes)
    }
  }

  func test_14_4_classesThatDoNotOccur() {
    expectCounts([1, 1, 2], [1, 2, 2], 4)
    expectCounts([], [], 3)
  }
}

/// Exercise 14.5: precision, recall and F1.
final class FiguresTests: ExerciseTestCase {
  private func expectFigures(_ counts: [[Int]], line: UInt = #line) {
    for label in counts.indices {
      let figures = Confusion(counts).figures(of: label)
      let yours = [figures.precision, figures.recall, figures.f1]
      let found = Double(counts[label][label])
      let occurs = Double(counts[label].reduce(0, +))
      let answered = Double(counts.map { $0[label] }.reduce(0, +))
      let all = Double(counts.flatMap { $0 }.reduce(0, +))
      let right = Double(counts.indices.map { counts[$0][$0] }.reduce(0, +))
      func share(_ part: Double, _ whole: Double, _ empty: Double = 0) -> Double {
        whole == 0 ? empty : part / whole
      }
      let (p, r) = (share(found, answered), share(found, occurs))
      let f1 = share(2 * p * r, p + r)
      expect(
        !yours.contains(where: \.isNaN),
        orSay: "precision, recall and F1 of class \(label) in \(counts) are \(yours).\n    "
          + Mistake.nothingByNothing.sentence, line: line)
      expect(
        yours, "precision, recall and F1 of class \(label) in \(counts)",
        equals: [p, r, f1], within: 1e-12,
        mistakes: [
          .exchanged: [r, p, f1],
          .emptyIsOne: [
            share(found, answered, 1), share(found, occurs, 1),
            share(2 * found, occurs + answered, 1),
          ],
          .arithmeticMean: [p, r, (p + r) / 2],
          .geometricMean: [p, r, (p * r).squareRoot()],
          .notTwice: [p, r, share(p * r, p + r)],
          .overAll: [share(found, all), share(found, all), share(found, all)],
          .accuracyForAll: [share(right, all), share(right, all), share(right, all)],
          .wrongOnesBelow: [
            share(found, answered - found), share(found, occurs - found),
            share(2 * found, occurs + answered - 2 * found),
          ],
        ], line: line)
    }
  }

  func test_14_5_theTableOfThePage() { expectFigures([[6, 1], [2, 1]]) }

  func test_14_5_anyTable() {
    trials(15) { generator in
      let classes = 2 + generator.integer(below: 3)
      expectFigures(
        (0..<classes).map { _ in (0..<classes).map { _ in 1 + generator.integer(below: 30) } })
    }
  }

  func test_14_5_aClassThatIsNeverAnswered() { expectFigures([[90, 0], [10, 0]]) }

  func test_14_5_aClassThatNeverOccurs() { expectFigures([[80, 20, 0], [0, 0, 0], [5, 3, 9]]) }

  func test_14_5_aClassThatIsNeverFound() { expectFigures([[0, 7], [4, 0]]) }

  func test_14_5_noAnswersAtAll() { expectFigures([[0, 0], [0, 0]]) }
}
