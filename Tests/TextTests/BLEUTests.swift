import Foundation
import Text
import XCTest

final class BLEUTests: XCTestCase {
  private func bleu(_ pairs: (String, String)...) -> BLEU {
    var bleu = BLEU()
    for (translation, reference) in pairs {
      bleu.add(
        translation.split(separator: " ").map(String.init),
        reference: reference.split(separator: " ").map(String.init))
    }
    return bleu
  }

  /// By hand: 5 of 6 words, 3 of 5 pairs, 2 of 4 triples and 1 of 3 quadruples are right.
  func testByHand() {
    let bleu = bleu(("the cat sat on the rug", "the cat sat on a rug"))
    XCTAssertEqual(bleu.right, [5, 3, 2, 1])
    XCTAssertEqual(bleu.total, [6, 5, 4, 3])
    XCTAssertEqual(bleu.brevityPenalty, 1)
    let product = 5.0 / 6 * 3 / 5 * 2 / 4 * 1 / 3
    XCTAssertEqual(bleu.score, 100 * pow(product, 0.25), accuracy: 1e-9)
  }

  /// The example of Papineni et al. (2002): a word counts as often as the reference has it.
  func testAWordCountsAsOftenAsTheReferenceHasIt() {
    let bleu = bleu(("the the the the the the the", "the cat is on the mat"))
    XCTAssertEqual(bleu.precisions[0], 2 / 7, accuracy: 1e-12)
    XCTAssertEqual(bleu.score, 0)
  }

  func testWhatIsShortIsPunished() {
    let bleu = bleu(("a b c d", "a b c d e"))
    XCTAssertEqual(bleu.precisions, [1, 1, 1, 1])
    XCTAssertEqual(bleu.score, 100 * exp(-0.25), accuracy: 1e-9)
  }

  /// Counts are summed over the collection, and not scores.
  func testItIsOfTheWholeCollection() {
    let bleu = bleu(("a b c d", "a b c d"), ("x", "y"))
    XCTAssertEqual(bleu.right, [4, 3, 2, 1])
    XCTAssertEqual(bleu.total, [5, 3, 2, 1])
    XCTAssertEqual(bleu.score, 100 * pow(0.8, 0.25), accuracy: 1e-9)
  }

  func testNothingIsNothing() {
    XCTAssertEqual(bleu().score, 0)
    XCTAssertEqual(bleu(("", "a b")).brevityPenalty, 0)
    XCTAssertEqual(bleu(("a b", "a b")).score, 0, "no run of four")
  }
}
