import XCTest

@testable import Authoring

/// The chapters' code and `Layers`, trained side by side.
final class PeersTests: ModelTestCase {
  func testTheChaptersAndLayersReachTheSameLoss() throws {
    // Seven steps of the optimiser, the last of them on a shorter window.
    let comparison = try PeerComparison(Self.sentences(count: 15_500), seed: 3)
    XCTAssertEqual(comparison.steps, 7)
    var (chapters, layers): ([Double], [Double]) = ([], [])
    comparison.byChapters(epochs: 2) { chapters.append($0) }
    try comparison.byLayers(epochs: 2) { layers.append($0) }
    XCTAssertEqual(chapters.count, 2)
    XCTAssertEqual(layers.count, 2)
    for (left, right) in zip(chapters, layers) { XCTAssertEqual(left, right, accuracy: 1e-4) }
    XCTAssertLessThan(chapters[1], chapters[0] - 0.02)
  }
}
