import XCTest

final class LayersPlaceholderTests: XCTestCase {}
