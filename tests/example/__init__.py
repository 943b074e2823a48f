"""A system for tests: old trees and who cares for them."""
