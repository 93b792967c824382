import CourseTesting
import Cousins
import GradientChecking
import LSTMGates
import LinearAlgebra
import Tagging
import XCTest

/// What the chapter gives beside its exercises.
final class Chapter15GivenTests: XCTestCase {
  func testTagsHaveColumns() {
    for index in 0..<9 { XCTAssertEqual(Tag(index: index).index, index) }
    XCTAssertEqual(Tag.inside(1).index, 4)
    XCTAssertEqual(Tag.count(classes: 2), 5)
  }

  func testSentencesKeepTheRules() {
    var generator = SeededGenerator(seed: 15)
    for _ in 0..<500 {
      let sentence = Names.sentence(of: Names.known, misled: 0.1, using: &generator)
      XCTAssertEqual(sentence.words.count, sentence.tags.count)
      for (place, tag) in sentence.tags.enumerated() {
        guard case .inside(let kind) = tag else { continue }
        let before = place == 0 ? Tag.outside : sentence.tags[place - 1]
        XCTAssertTrue(before == .begin(kind) || before == .inside(kind))
      }
      // Letters tell where names may be: a capital letter.
      for (word, tag) in zip(sentence.words, sentence.tags) where tag != .outside {
        XCTAssertTrue(word.first?.isUppercase == true)
      }
      XCTAssertTrue(sentence.words[0].first?.isUppercase == true)
    }
  }

  func testUnseenNamesAreUnseen() {
    let common = Set(Names.unseen.all).intersection(Names.vocabulary)
    XCTAssertEqual(common, [])
    XCTAssertEqual(Set(Names.vocabulary).count, Names.vocabulary.count)
    XCTAssertEqual(Names.symbol(of: "exports"), Names.vocabulary.firstIndex(of: "exports"))
    XCTAssertEqual(Names.symbol(of: "Zzyzx"), 0)
  }

  func testABatchHasOneLength() {
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<20 {
      let batch = Names.batch(8, of: Names.unseen, misled: 0.1, using: &generator)
      XCTAssertEqual(Set(batch.map(\.words.count)).count, 1)
      XCTAssertEqual(batch.count, 8)
    }
  }

  func testTheWayBackOfATagger() throws {
    var generator = SeededGenerator(seed: 5)
    let batch = Names.batch(3, of: Names.known, misled: 0.1, using: &generator)
    let symbols = batch[0].words.indices.map { t in
      batch.map { Names.symbol(of: $0.words[t]) }
    }
    for hasChain in [false, true] {
      for letters in [nil, LetterReader(size: 2, using: &generator)] {
        let inputs = letters == nil ? 3 : 5
        func cell() -> LSTMCell {
          LSTMCell(inputSize: inputs, hiddenSize: 2, using: &generator)
        }
        let tagger = Tagger(
          table: .normal(rows: Names.vocabulary.count, columns: 3, using: &generator),
          letters: letters, layer: Bidirectional(forwards: cell(), backwards: cell()),
          output: .init(
            weights: .normal(rows: 4, columns: 5, using: &generator),
            bias: .normal(rows: 1, columns: 5, using: &generator)),
          chain: hasChain
            ? Chain(
              transitions: .normal(rows: 5, columns: 5, using: &generator),
              start: .normal(rows: 1, columns: 5, using: &generator)) : nil)
        let analytic = tagger.lossAndGradients(batch, symbols: symbols).gradients
        let report = try checkGradients(of: tagger, analytic: analytic) {
          $0.lossAndGradients(batch, symbols: symbols).loss
        }
        XCTAssertEqual(report.failures(within: 1e-5), [])
      }
    }
  }

  func testForbiddenStaysForbidden() {
    var lesson = NameLesson(
      TaggerSettings(isBidirectional: false, readsLetters: false, hasChain: true, forgetting: 0.5),
      seed: 1)
    lesson.advance(3)
    XCTAssertEqual(lesson.tagger.chain?.transitions[0, 2], -.infinity)
    XCTAssertTrue(lesson.tagger.parameters.allSatisfy { $0.values.allSatisfy { !$0.isNaN } })
  }
}
