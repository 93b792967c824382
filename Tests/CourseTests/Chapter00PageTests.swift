import XCTest

@testable import Authoring

/// Chapter 00 quotes numbers of its figure; these tests hold the page to them.
final class Chapter00PageTests: XCTestCase {
  func testTheBeliefsAreThoseOfThePage() {
    let (quick, slow) = (Chapter00Figures.beliefs(keep: 0.5), Chapter00Figures.beliefs(keep: 0.9))
    // REGION beliefs
    // With a share of 0.5 the sun leads to 24.1 degrees, and the window, opened at minute 10, is
    // known after 5 readings, when 14.2 degrees are believed.
    let (share, sun, window, known, believed) = (0.5, 24.1, 10, 5, 14.2)
    // With 0.9 it takes ten readings to come down to 15.7.
    let (largeShare, late, still) = (0.9, 10, 15.7)
    // END REGION beliefs
    XCTAssertEqual(share + 0.4, largeShare, accuracy: 1e-12)
    XCTAssertEqual(quick.max()!, sun, accuracy: 0.05)
    XCTAssertEqual(quick[window + known - 1], believed, accuracy: 0.05)
    XCTAssertEqual(slow[window + late - 1], still, accuracy: 0.05)
  }

  func testWhatTheSunAddedFadesAsThePageSays() {
    // REGION fading
    let (added, share) = (1.2, 0.9)
    let left = [1: 1.08, 10: 0.42, 30: 0.05]
    // END REGION fading
    // 30 degrees in the place of 18, in which the belief has a tenth.
    XCTAssertEqual((1 - share) * (30 - 18), added, accuracy: 1e-12)
    for (readings, degrees) in left {
      let kept = (0..<readings).reduce(added) { value, _ in value * share }
      XCTAssertEqual(kept, degrees, accuracy: 0.005)
    }
  }
}
