import XCTest

final class KernelsPlaceholderTests: XCTestCase {}
