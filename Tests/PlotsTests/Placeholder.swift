import XCTest

final class PlotsPlaceholderTests: XCTestCase {}
