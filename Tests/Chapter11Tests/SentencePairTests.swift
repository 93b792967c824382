import CourseTesting
import ExerciseSupport
import LinearAlgebra
import WordVectors
import XCTest

/// Exercise 11.2: sentences that fool bags of words.
final class SentencePairTests: ExerciseTestCase {
  /// The four sentences as symbols; nil, with a failure, where they are not sentences of the farm.
  private func sentences(line: UInt = #line) -> (strangers: [[Int]], twins: [[Int]])? {
    let pairs = sentencesThatFoolBags()
    if !unwrittenExercises.isEmpty {
      expect(true, orSay: "", line: line)
      return nil
    }
    for (name, texts) in [("strangers", pairs.strangers), ("twins", pairs.twins)] {
      if texts.count != 2 {
        expect(false, orSay: "\(name): two sentences are wanted, not \(texts.count)", line: line)
        return nil
      }
      for text in texts where Farm.symbols(of: text) == nil {
        let unknown = text.split(separator: " ").first { Farm.symbol(of: String($0)) == nil }
        expect(
          false,
          orSay: "\(name): the farm has no word “\(unknown ?? "")”, as in “\(text)”", line: line)
        return nil
      }
    }
    return (
      pairs.strangers.compactMap { Farm.symbols(of: $0) },
      pairs.twins.compactMap { Farm.symbols(of: $0) }
    )
  }

  private func withoutThe(_ sentence: [Int]) -> [Int] {
    sentence.filter { Farm.words[$0] != "the" }
  }

  func test_11_2_sentencesOfTheFarm() {
    guard let pairs = sentences() else { return }
    for sentence in pairs.strangers where withoutThe(sentence).count < 3 {
      return expect(false, orSay: "strangers: each needs three words or more beside “the”")
    }
  }

  func test_11_2_strangersShareNoWord() {
    guard let pairs = sentences() else { return }
    let shared = withoutThe(pairs.strangers[0]).first { pairs.strangers[1].contains($0) }
    expect(
      shared == nil,
      orSay: "strangers: both sentences hold “\(shared.map { Farm.words[$0] } ?? "")”. "
        + Mistake.sharedWord.sentence.dropLast())
  }

  func test_11_2_strangersMeanNearlyTheSame() {
    guard let pairs = sentences() else { return }
    if pairs.strangers.contains(where: { withoutThe($0).isEmpty }) { return }
    let table = Reference.rows(Reference.trained(SkipGramSettings(), words: 30_000, seed: 1))
    let means = pairs.strangers.map { sentence -> [Double] in
      let rows = withoutThe(sentence).map { word in
        table[word].map { $0 / Reference.length(table[word]) }
      }
      return table[0].indices.map { k in rows.reduce(0) { $0 + $1[k] } }
    }
    let cosine = Reference.cosine(means[0], means[1])
    expect(
      cosine >= 0.85,
      orSay: "strangers: the cosine of their mean vectors is \((cosine * 100).rounded() / 100), "
        + "should be 0.85 or more. " + Mistake.farApart.sentence.dropLast())
  }

  func test_11_2_twinsHaveOneBag() {
    guard let pairs = sentences() else { return }
    let fault: Mistake = pairs.twins[0] == pairs.twins[1] ? .oneSentenceTwice : .otherBag
    expect(
      pairs.twins[0].sorted() == pairs.twins[1].sorted() && pairs.twins[0] != pairs.twins[1],
      orSay: "twins: they must differ, and their bags must be the same. "
        + fault.sentence.dropLast())
  }

  func test_11_2_oneTwinIsTrue() {
    // Of twins with different bags, another test speaks.
    guard let pairs = sentences(), pairs.twins[0].sorted() == pairs.twins[1].sorted() else {
      return
    }
    let truths = pairs.twins.map { Farm.isTrue($0) }
    if let unclear = truths.firstIndex(of: nil) {
      return expect(
        false,
        orSay: "twins: “\(sentencesThatFoolBags().twins[unclear])” is not of a form that "
          + "`Farm.isTrue` can judge. " + Mistake.notJudged.sentence.dropLast())
    }
    let fault: Mistake = truths == [false, true] ? .falseFirst : .bothFalse
    expect(
      truths == [true, false],
      orSay: "twins: the first must be true and the second false. " + fault.sentence.dropLast())
  }

  /// The claim of the page: no function of the bags can tell the twins apart.
  func test_11_2_theTwinsHaveOneRowOfTFIDF() {
    guard let pairs = sentences(), pairs.twins[0] != pairs.twins[1] else { return }
    let text = [[0, 8, 9], [10, 11]] + pairs.twins
    let rows = tfidf(bags(text, vocabularySize: Farm.words.count))
    expect(
      rows.row(2) == rows.row(3),
      orSay: "twins: their rows of TF-IDF differ. " + Mistake.otherBag.sentence.dropLast())
  }
}
