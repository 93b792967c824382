import XCTest

@testable import Authoring

/// Chapter 05 quotes numbers of its figures; these tests hold the page to them.
final class Chapter05FiguresTests: XCTestCase {
  func testCosinesAreThoseOfThePage() {
    let page: [Double: [Int: Double]] = [
      0: [1: 0.852, 5: 0.960, 20: 0.990, 50: 0.997, 100: 0.999],
      1: [1: 0.677, 5: 0.864, 20: 0.963, 50: 0.989, 100: 0.996],
      3: [1: 0.193, 5: 0.297, 20: 0.447, 50: 0.600, 100: 0.803],
      5: [1: 0.179, 5: 0.273, 20: 0.418, 50: 0.441, 100: 0.819],
    ]
    XCTAssertEqual(Chapter05Figures.forgetBiases, page.keys.sorted())
    for (bias, cosines) in page {
      let experiment = TruncationExperiment(forgetBias: bias)
      for (window, cosine) in cosines {
        XCTAssertEqual(
          experiment.meanCosine(window: window), cosine, accuracy: 0.0006,
          "forget bias \(bias), windows of \(window)")
      }
    }
  }
}
