"""Parts of a QTI 2.2 package: a manifest, a test with two sections, an item."""

MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="M"><organizations/><resources>
<resource identifier="t" type="imsqti_test_xmlv2p2" href="tests/a%20test.xml"/>
<resource identifier="b" type="imsqti_item_xmlv2p2" href="items/b.xml"><file href="items/b.xml"/></resource>
<resource identifier="a" type="imsqti_item_xmlv2p2" href="items/a.xml"><file href="items/a.xml"/></resource>
<resource identifier="w" type="webcontent" href="media/x.png"/></resources></manifest>"""

TEST = """<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="t1" title="Loyalty">
<timeLimits maxTime="600"/><testPart identifier="p" navigationMode="linear" submissionMode="individual">
<assessmentSection identifier="s1" title="First" visible="true">
<assessmentItemRef identifier="a" href="../items/a.xml"/></assessmentSection>
<assessmentSection identifier="s2" title="Second" visible="true">
<assessmentItemRef identifier="b" href="../items/b.xml"/></assessmentSection>
</testPart></assessmentTest>"""

ITEM = """<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="ID" title="ID"
adaptive="false" timeDependent="false">
<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">
<correctResponse><value>x</value></correctResponse></responseDeclaration>
<itemBody><choiceInteraction responseIdentifier="RESPONSE" maxChoices="1"><prompt>Which?</prompt>
<simpleChoice identifier="x">One</simpleChoice><simpleChoice identifier="y">Two</simpleChoice>
</choiceInteraction></itemBody></assessmentItem>"""
